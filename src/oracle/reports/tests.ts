/** The matrix as a list of tests, one per op and law, for formats that have tests. */
import { writable } from '../../formats/escape.js';
import type { Tested } from '../../formats/tested.js';
import { isBroken, type OracleReport } from '../report.js';
import { failureText, saidOf, sentenceOf } from './failure.js';

export const testsOf = ({ matrix, failures }: OracleReport): Tested[] =>
  Object.entries(matrix).flatMap(([op, row]) =>
    Object.entries(row).map(([law, counts]) => {
      const failure = failures.find((each) => each.op === op && each.law === law);
      return {
        suite: op,
        name: sentenceOf(law),
        status: isBroken(counts) ? 'failed' : counts.agree > 0 ? 'passed' : 'skipped',
        failure: failure && { message: writable(saidOf(failure)), trace: writable(failureText(failure)) },
      };
    }),
  );
