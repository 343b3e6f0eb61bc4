/** What the oracle says of a kernel, and what kernel suites' check says, on the same cases. */
import type { Case } from '../../src/case/case.js';
import { Session } from '../../src/oracle/index.js';
import { fails, judge, laws } from '../../src/verify/index.js';
import { inFloat32, passesAllclose } from './allclose.js';

const here = new URL('.', import.meta.url).pathname;
export const python = process.env.BACKPROOF_PYTHON ?? '/usr/bin/python3';

/** A busy machine must not blame a kernel: long arrays take a while. */
const patience = { timeoutMilliseconds: 300_000 };

/** The right kernels, or those with a mistake planted. */
export const openKernels = (mistake?: string): Promise<Session> =>
  Session.open(
    [python, `${here}kernels_adapter.py`, ...(mistake === undefined ? [] : ['--mistake', mistake])],
    patience,
  );

export const openReference = (): Promise<Session> =>
  Session.open([python, `${here}reference_adapter.py`], patience);

export interface Judged {
  readonly testCase: Case;
  /** The laws that it breaks. */
  readonly broken: readonly string[];
  readonly undecided: boolean;
  readonly allclose: boolean;
}

async function judgedCase(testCase: Case, kernels: Session, reference: Session): Promise<Judged> {
  const verdicts = await judge(kernels, testCase, laws);
  const broken = verdicts.filter(({ verdict }) => fails(verdict)).map(({ law }) => law.id);
  const undecided = verdicts.some(({ verdict }) => verdict.kind === 'inconclusive');
  const [got, expected] = await Promise.all([kernels.run(testCase), reference.run(inFloat32(testCase))]);
  return { testCase, broken, undecided, allclose: passesAllclose(got, expected) };
}

/** Several at a time: the adapters work while others are judged. */
export async function judgedCases(
  cases: readonly Case[],
  kernels: Session,
  reference: Session,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (let start = 0; start < cases.length; start += 8) {
    const some = cases.slice(start, start + 8);
    judged.push(...(await Promise.all(some.map((each) => judgedCase(each, kernels, reference)))));
  }
  return judged;
}
