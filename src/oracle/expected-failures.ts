/** Failures that are known and reported: they do not fail a run until they pass. */
import type { OracleReport } from './report.js';
import { isBroken, noCounts } from './report.js';

/** A law that is known to be broken in a row, and where that is reported. */
export interface ExpectedFailure {
  /** An op, or another row. In the file, a function's name stands in `function`. */
  readonly op: string;
  readonly law: string;
  /** The URL of the issue that reports it. */
  readonly issue: string;
  /** It may pass, too: what uninitialised memory holds, or the order of threads, differs from run to run. */
  readonly sometimes?: boolean;
}

/** @returns the entries, or a sentence that says what is wrong with the text. */
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
    const { op, function: name, law, issue, sometimes = false } = Object(entry) as Record<string, unknown>;
    const problem = (field: string, what: string) => [`entry ${index}: expected ${what} in "${field}"`];
    const ofFunction = op === undefined && typeof name === 'string';
    if (!ofFunction && !rows.includes(op as string))
      return problem('op', 'an op, "programs" or "edge-programs"');
    if (!laws.includes(law as string)) return problem('law', `one of the laws ${laws.join(', ')}`);
    if (typeof issue !== 'string' || !/^https?:\/\//.test(issue))
      return problem('issue', 'the URL of an issue');
    if (typeof sometimes !== 'boolean') return problem('sometimes', 'true or false');
    return [];
  });
  if (problems.length > 0) return problems.join('\n');
  return json.map(({ function: name, ...entry }) => ({ op: name, ...entry }));
}

/** What of a report was expected. */
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
  const isExpected = (op: string, law: string) => expected.some((each) => each.op === op && each.law === law);
  return {
    unexpected: failures.filter(({ op, law }) => !isExpected(op, law)),
    passing: expected.filter(({ op, law, sometimes = false }) => {
      if (sometimes) return false;
      const counts = matrix[op]?.[law] ?? noCounts;
      return counts.agree > 0 && !isBroken(counts);
    }),
  };
}
