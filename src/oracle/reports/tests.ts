/** The matrix as a list of tests, one per op and law, for formats that have tests. */
import { writable } from '../../formats/escape.js';
import { isBroken, type OracleReport } from '../report.js';
import { failureText, saidOf } from './failure.js';

export interface Test {
  readonly op: string;
  readonly law: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** What is wrong, in short and in full. */
  readonly failure: { readonly message: string; readonly trace: string } | undefined;
}

export const testsOf = ({ matrix, failures }: OracleReport): Test[] =>
  Object.entries(matrix).flatMap(([op, row]) =>
    Object.entries(row).map(([law, counts]) => {
      const failure = failures.find((each) => each.op === op && each.law === law);
      return {
        op,
        law,
        status: isBroken(counts) ? 'failed' : counts.agree > 0 ? 'passed' : 'skipped',
        failure: failure && { message: writable(saidOf(failure)), trace: writable(failureText(failure)) },
      };
    }),
  );
