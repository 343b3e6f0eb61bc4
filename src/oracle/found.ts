/** What was found, as reports have it. */
import { caseId } from '../case/case-id.js';
import { encodeCase } from '../case/json.js';
import { laws as allLaws, findings } from '../verify/index.js';
import type { Broken } from './check-row.js';
import type { Counts, OracleFailure } from './report.js';
import { saidBy } from './said.js';
import { encodeDependence } from './saved-case.js';

const position = (id: string): number => [...findings, ...allLaws].findIndex((law) => law.id === id);

export const inOrder = (counts: ReadonlyMap<string, Counts>): Record<string, Counts> =>
  Object.fromEntries([...counts].sort(([a], [b]) => position(a) - position(b)));

export const inLawOrder = (broken: readonly Broken[]): Broken[] =>
  [...broken].sort((a, b) => position(a.law.id) - position(b.law.id));

export function failureOf(
  op: string,
  { law, verdict, testCase, dependence, known }: Broken,
  misconception: string | undefined,
  replay: string,
): OracleFailure {
  return {
    op,
    law: law.id,
    caseId: caseId(testCase),
    case: encodeCase(testCase),
    ...saidBy(verdict),
    ...(dependence && { dependence: encodeDependence(dependence) }),
    misconception: misconception ?? null,
    ...(known !== undefined && { known }),
    replay,
  };
}
