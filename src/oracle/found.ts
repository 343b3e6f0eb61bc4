/** What was found, as reports have it. */
import { caseId } from '../case/case-id.js';
import { encodeCase } from '../case/json.js';
import type { Broken } from './check-row.js';
import type { OracleFailure } from './report.js';
import { saidBy } from './said.js';
import { encodeDependence } from './saved-case.js';

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
