/** What a law said, as reports hold it. */
import { encodeNumber } from '../case/json.js';
import { formatVerdict, type OwnAnswer, type Verdict } from '../verify/index.js';
import { type ThrownAt, thrownAt } from './frames.js';
import type { OracleFailure, ReportedAnswer } from './report.js';

type Said = Pick<
  OracleFailure,
  'expected' | 'got' | 'tolerance' | 'entry' | 'why' | 'answers' | keyof ThrownAt
>;

/** The numbers that disagree, or a sentence. */
export const saidBy = (verdict: Verdict): Said =>
  verdict.kind === 'disagree'
    ? {
        expected: verdict.expected === undefined ? null : encodeNumber(verdict.expected),
        got: encodeNumber(verdict.got),
        tolerance: encodeNumber(verdict.spread + verdict.tolerance),
        entry: verdict.where,
        ...(verdict.why !== undefined && { why: verdict.why }),
        ...(verdict.answers && { answers: verdict.answers.map(encodeAnswer) }),
      }
    : {
        expected: null,
        got: formatVerdict(verdict),
        tolerance: null,
        entry: null,
        ...(verdict.kind === 'crashed' && thrownAt(verdict.error.traceback)),
      };

const encodeAnswer = ({ by, value, supported }: OwnAnswer): ReportedAnswer => ({
  by,
  value: encodeNumber(value),
  supported: supported ?? null,
});
