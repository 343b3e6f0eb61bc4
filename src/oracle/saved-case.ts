/** A counterexample on disk: a case and, if it passes in a process of its own, what it depends on. */
import type { Case } from '../case/case.js';
import { encodeCase, type Json } from '../case/json.js';
import { formatProblems, parseCase } from '../case/parse.js';
import { type Dependence, explainDependence } from '../verify/index.js';

export interface SavedCase {
  readonly testCase: Case;
  readonly dependence?: Dependence;
}

/** A case in the protocol's format, or `{"before", "ran", "case"}`. */
export const encodeSaved = (testCase: Case, dependence?: Dependence): Json =>
  dependence === undefined
    ? encodeCase(testCase)
    : { ...encodeDependence(dependence), case: encodeCase(testCase) };

export const encodeDependence = ({ before, ran }: Dependence) => ({
  before: before === undefined ? [] : [encodeCase(before)],
  ran,
});

/** @returns undefined if the file has none, or its problems, one per line */
export function parseDependence(json: unknown): Dependence | string | undefined {
  const { before, ran } = Object(json) as Readonly<Record<string, unknown>>;
  if (before === undefined && ran === undefined) return undefined;
  if (!Array.isArray(before) || before.length > 1) return '$.before: expected a list of one case, or of none';
  if (!Number.isSafeInteger(ran) || Number(ran) < 0) return '$.ran: expected how many cases ran before it';
  if (before.length === 0) return { before: undefined, ran: Number(ran) };
  const parsed = parseCase(before[0]);
  if (!parsed.ok) return formatProblems(parsed.problems).replace(/^\$/gm, '$.before[0]');
  return { before: parsed.value, ran: Number(ran) };
}

/** What a passing replay says about a case that failed only after others: it proves nothing. */
export const notReproduced = (dependence: Dependence): string =>
  `It passes now, which proves nothing. ${explainDependence({ ...dependence, before: undefined })}`;
