/** Which misconception gives the same answers as this implementation? */
import type fc from 'fast-check';
import type { Case } from '../case/case.js';
import { opsOf } from '../case/program.js';
import { Evidence, misconceptions, nameMisconception } from '../misconceptions/index.js';
import type { Broken } from './check-row.js';
import type { Session } from './session.js';

export async function recognize(
  session: Session,
  failure: Broken,
  cases: fc.Arbitrary<Case>,
): Promise<string | undefined> {
  const { verdict, testCase } = failure;
  const ops = opsOf(testCase.program);
  if ((verdict.kind !== 'disagree' && verdict.kind !== 'malformed') || ops.length !== 1) return undefined;
  const suspects = misconceptions.filter((each) => each.kind === 'rule' && ops.includes(each.op));
  const evidence = new Evidence((each) => session.run(each), cases);
  return (await nameMisconception({ failure, evidence, suspects }))?.name;
}
