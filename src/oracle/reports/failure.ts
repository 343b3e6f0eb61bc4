/** One failure in words: what a maintainer reads first. */
import type { Case } from '../../program/case.js';
import { decodeNumber } from '../../program/json.js';
import { parseCase } from '../../program/parse.js';
import { opsOf } from '../../program/program.js';
import { explainCase, laws } from '../../verify/index.js';
import type { OracleFailure } from '../report.js';

export const sentenceOf = (law: string): string => laws.find(({ id }) => id === law)?.sentence ?? law;

/** `gradient of input a, for cotangent 0, entry [1, 0]: expected 3, got -2 (tolerance 1e-15).` */
export function saidOf({ expected, got, tolerance, entry }: OracleFailure): string {
  if (entry === null) return String(got);
  const place = entry.index.length === 0 ? entry.what : `${entry.what}, entry [${entry.index.join(', ')}]`;
  return `${place}: expected ${expected}, got ${got} (tolerance ${decodeNumber(tolerance)?.toPrecision(2)}).`;
}

/** Longer programs than this are described, not printed. */
const mostStepsShown = 12;

function shownCase(testCase: Case): string {
  const { steps } = testCase.program;
  return steps.length > mostStepsShown
    ? `The graph: ${steps.length} steps of ${opsOf(testCase.program).join(', ')}.`
    : explainCase(testCase);
}

/** A failure in full, one paragraph a part. */
export function failureText(failure: OracleFailure): string {
  const parsed = parseCase(failure.case);
  const paragraphs = [
    `${failure.op}: This law is broken: ${sentenceOf(failure.law)}.\n${saidOf(failure)}`,
    parsed.ok ? shownCase(parsed.value) : '',
    failure.misconception === null ? '' : `This looks like a known mistake, ${failure.misconception}.`,
    `Run this case again: ${failure.replay}`,
  ];
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}
