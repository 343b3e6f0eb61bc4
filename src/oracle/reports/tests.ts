/** The matrix as a list of tests, one an op and law, for the formats that know tests. */
import { type Counts, isBroken, type OracleFailure, type OracleReport } from '../report.js';

export interface Test {
  readonly op: string;
  readonly law: string;
  readonly counts: Counts;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly failure: OracleFailure | undefined;
}

export const testsOf = ({ matrix, failures }: OracleReport): Test[] =>
  Object.entries(matrix).flatMap(([op, row]) =>
    Object.entries(row).map(([law, counts]) => ({
      op,
      law,
      counts,
      status: isBroken(counts) ? 'failed' : counts.agree > 0 ? 'passed' : 'skipped',
      failure: failures.find((each) => each.op === op && each.law === law),
    })),
  );
