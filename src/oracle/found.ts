/** What was found, as reports have it. */
import { caseId } from '../case/case-id.js';
import { encodeCase, encodeNumber } from '../case/json.js';
import { laws as allLaws, findings, formatVerdict, type OwnAnswer } from '../verify/index.js';
import type { Broken } from './check-row.js';
import type { Counts, OracleFailure, ReportedAnswer } from './report.js';
import { encodeDependence } from './saved-case.js';

const position = (id: string): number => [...findings, ...allLaws].findIndex((law) => law.id === id);

export const inOrder = (counts: ReadonlyMap<string, Counts>): Record<string, Counts> =>
  Object.fromEntries([...counts].sort(([a], [b]) => position(a) - position(b)));

export const inLawOrder = (broken: readonly Broken[]): Broken[] =>
  [...broken].sort((a, b) => position(a.law.id) - position(b.law.id));

const encodeAnswer = ({ by, value, supported }: OwnAnswer): ReportedAnswer => ({
  by,
  value: encodeNumber(value),
  supported: supported ?? null,
});

export function failureOf(
  op: string,
  { law, verdict, testCase, dependence }: Broken,
  misconception: string | undefined,
  replay: string,
): OracleFailure {
  const numbers =
    verdict.kind === 'disagree'
      ? {
          expected: verdict.expected === undefined ? null : encodeNumber(verdict.expected),
          got: encodeNumber(verdict.got),
          tolerance: encodeNumber(verdict.spread + verdict.tolerance),
          entry: verdict.where,
          ...(verdict.why !== undefined && { why: verdict.why }),
          ...(verdict.answers && { answers: verdict.answers.map(encodeAnswer) }),
        }
      : { expected: null, got: formatVerdict(verdict), tolerance: null, entry: null };
  return {
    op,
    law: law.id,
    caseId: caseId(testCase),
    case: encodeCase(testCase),
    ...numbers,
    ...(dependence && { dependence: encodeDependence(dependence) }),
    misconception: misconception ?? null,
    replay,
  };
}
