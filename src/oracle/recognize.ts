/** Which known mistake gives the same answers as this implementation? */
import fc from 'fast-check';
import { type Evidence, misconceptions, nameMisconception } from '../misconceptions/index.js';
import type { Case } from '../program/case.js';
import { opsOf } from '../program/program.js';
import type { Broken } from './check-row.js';
import type { Session } from './session.js';

/**
 * The name of a wrong rule that agrees on the counterexample and on a dozen further cases, most of which show nothing
 * wrong: so that a mistake is named only if it explains those, too.
 */
export async function recognize(
  session: Session,
  { law, verdict, testCase }: Broken,
  cases: fc.Arbitrary<Case>,
): Promise<string | undefined> {
  const ops = opsOf(testCase.program);
  if ((verdict.kind !== 'disagree' && verdict.kind !== 'malformed') || ops.length !== 1) return undefined;
  const own = misconceptions.filter((each) => each.kind === 'rule' && ops.includes(each.op));
  const likely = [
    ...own.filter((each) => each.breaks === law.id),
    ...own.filter((each) => each.breaks !== law.id),
  ];
  const evidenceOf = async (each: Case): Promise<Evidence> => {
    const asked: Case = testCase.order === 2 ? each : { ...each, order: 1, directions: [] };
    // The planted engine has modes of its own.
    return { testCase: { ...asked, mode: 'eager' }, outcome: await session.run(asked) };
  };
  const failure = { law, verdict, ...(await evidenceOf(testCase)) };
  const further: Evidence[] = [];
  for (const each of fc.sample(cases, { numRuns: 12, seed: 1 })) further.push(await evidenceOf(each));
  return (await nameMisconception(failure, further, likely))?.name;
}
