/** Failures that are known and reported: they do not fail a run until they pass. */
import { jsonText } from '../formats/json-text.js';
import { causeOf } from './cause.js';
import { isBroken, noCounts, type OracleFailure, type OracleReport } from './report.js';
import { reportedRows } from './rows.js';

/** A law that is known to be broken in a row, and where that is reported. */
export interface ExpectedFailure {
  /** An op, or another row. In the file, a function's name stands in `function`. */
  readonly op: string;
  /** The law that fails; undefined: any, of this cause. In the file, several laws may stand in `laws`. */
  readonly law?: string;
  /** What it comes from, as `causeOf` says it: a failure of another cause is not expected. Undefined: whatever it is. */
  readonly cause?: string;
  /** The URL of the issue that reports it; null: it is not reported yet. */
  readonly issue: string | null;
  /** It may pass, too: what uninitialised memory holds, or the order of threads, differs from run to run. */
  readonly sometimes?: boolean;
}

/** @returns the entries, one per law, or a sentence that says what is wrong with the text. */
export function parseExpectedFailures(
  text: string,
  rows: readonly string[],
  laws: readonly string[],
): readonly ExpectedFailure[] | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return (error as Error).message;
  }
  if (!Array.isArray(json))
    return 'expected a list of entries {"op", "law", "issue"}, with "sometimes": true if it may pass, too';
  const problems = json.flatMap((entry, index) => {
    const problem = problemOf(entry, rows, laws);
    return problem === undefined ? [] : [`entry ${index}: expected ${problem}`];
  });
  if (problems.length > 0) return problems.join('\n');
  return json.flatMap(({ function: name, law, laws: several = [law], ...entry }) =>
    several.map((each: string | undefined) => ({
      op: name,
      ...entry,
      ...(each !== undefined && { law: each }),
    })),
  );
}

/** What is expected instead of an entry; undefined if nothing is wrong with it. */
function problemOf(entry: unknown, rows: readonly string[], known: readonly string[]): string | undefined {
  const { op, function: name, law, laws, cause, issue, sometimes } = Object(entry) as Record<string, unknown>;
  const ofFunction = op === undefined && typeof name === 'string';
  const isLaw = (each: unknown) => known.includes(each as string);
  if (!ofFunction && !rows.includes(op as string)) return 'an op, "programs" or "edge-programs" in "op"';
  if (law !== undefined && laws !== undefined) return '"law" or "laws", not both';
  if (laws !== undefined && !(Array.isArray(laws) && laws.length > 0 && laws.every(isLaw)))
    return `a list of the laws ${known.join(', ')} in "laws"`;
  if (cause !== undefined && typeof cause !== 'string') return 'what reports call the cause in "cause"';
  if (law === undefined ? laws === undefined && cause === undefined : !isLaw(law))
    return `one of the laws ${known.join(', ')} in "law"`;
  if (issue !== null && (typeof issue !== 'string' || !/^https?:\/\//.test(issue)))
    return 'the URL of an issue in "issue", or null';
  return sometimes === undefined || typeof sometimes === 'boolean'
    ? undefined
    : 'true or false in "sometimes"';
}

/** What a report says beside what was expected of it. */
export interface Judgement {
  /** Failures that nobody expected. */
  readonly unexpected: OracleReport['failures'];
  /** Failures expected in every run, whose law was checked and held. */
  readonly passing: readonly ExpectedFailure[];
}

/** Compares a report with the expected failures. Rows that were not run do not count. */
export function judgeExpectations(
  { matrix, failures }: OracleReport,
  expected: readonly ExpectedFailure[],
): Judgement {
  return {
    unexpected: failures.filter((failure) => !expected.some((each) => isOf(each, failure))),
    passing: expected.filter((each) => {
      const row = matrix[each.op] ?? {};
      const counts = each.law === undefined ? Object.values(row) : [row[each.law] ?? noCounts];
      return (
        each.sometimes !== true &&
        counts.some(({ agree }) => agree > 0) &&
        !counts.some(isBroken) &&
        !failures.some((failure) => isOf(each, failure))
      );
    }),
  };
}

/** Whether an expected failure is this one: of the same law, and of the same cause where one is said. */
const isOf = ({ op, law, cause }: ExpectedFailure, failure: OracleFailure): boolean =>
  op === failure.op &&
  (law === undefined || law === failure.law) &&
  (cause === undefined || cause === causeOf(failure));

/**
 * The list that makes this run pass: its failures, by cause. What is known of one, its issue, is kept, and so are the entries of
 * rows that were not run.
 */
export function expectedFailuresText(
  { matrix, failures }: OracleReport,
  expected: readonly ExpectedFailure[],
): string {
  const entries = new Map<string, readonly string[]>();
  for (const failure of failures) {
    const [row, cause] = [fieldOf(failure.op), causeOf(failure)];
    const { issue = null, sometimes } = expected.find((each) => isOf(each, failure)) ?? {};
    const rest = { cause, issue, ...(sometimes && { sometimes }) };
    const key = JSON.stringify([row, rest]);
    entries.set(key, [...new Set([...(entries.get(key) ?? []), failure.law])]);
  }
  const written = [...entries].map(([key, laws]) => {
    const [row, rest] = JSON.parse(key) as [object, object];
    return { ...row, laws, ...rest };
  });
  const others = expected.filter(({ op }) => matrix[op] === undefined);
  return jsonText([...written, ...others.map(({ op, ...rest }) => ({ ...fieldOf(op), ...rest }))]);
}

const fieldOf = (row: string) => (reportedRows.includes(row) ? { op: row } : { function: row });
