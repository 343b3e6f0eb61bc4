/** One failure in words: what a maintainer reads first. */
import type { Case } from '../../case/case.js';
import { decodeNumber } from '../../case/json.js';
import { parseCase } from '../../case/parse.js';
import { opsOf } from '../../case/program.js';
import { joined } from '../../formats/joined.js';
import { explainQuestion } from '../../functions/index.js';
import {
  explainCase,
  explainDependence,
  findings,
  formatVerdict,
  gradientThrew,
  laws,
  type OwnAnswer,
  secondRun,
} from '../../verify/index.js';
import { thrownAtText } from '../frames.js';
import { isFunctionCase, parseFunctionCase } from '../function-case.js';
import type { OracleFailure, ReportedAnswer } from '../report.js';
import { parseDependence } from '../saved-case.js';

export const sentenceOf = (law: string): string =>
  [...findings, ...laws].find(({ id }) => id === law)?.sentence ?? law;

/** `gradient of input a, for cotangent 0, entry [1, 0]: expected 3, got -2 (tolerance 1e-15).` */
export function saidOf({ expected, got, tolerance, entry, why, answers }: OracleFailure): string {
  if (entry === null) return String(got);
  return formatVerdict({
    kind: 'disagree',
    where: entry,
    expected: decodeNumber(expected),
    spread: 0,
    got: decodeNumber(got) ?? Number.NaN,
    tolerance: decodeNumber(tolerance) ?? Number.NaN,
    ...(why !== undefined && { why }),
    ...(answers?.length === 2 && { answers: answers.map(decodeAnswer) as [OwnAnswer, OwnAnswer] }),
  });
}

const decodeAnswer = ({ by, value, supported }: ReportedAnswer): OwnAnswer => ({
  by,
  value: decodeNumber(value) ?? Number.NaN,
  supported: supported ?? undefined,
});

/** Longer programs than this are described, not printed. */
const mostStepsShown = 12;

function shownCase(failure: OracleFailure): string {
  const asked = isFunctionCase(failure.case) ? parseFunctionCase(failure.case) : undefined;
  if (asked?.ok) return explainQuestion(asked.value, asked.value.names);
  const parsed = parseCase(failure.case);
  return parsed.ok ? shownProgram(parsed.value) : '';
}

function shownProgram(testCase: Case): string {
  const { steps } = testCase.program;
  return steps.length > mostStepsShown
    ? `The graph: ${steps.length} steps of ${opsOf(testCase.program).join(', ')}.`
    : explainCase(testCase);
}

function dependenceText({ dependence }: OracleFailure): string {
  const parsed = dependence && parseDependence(dependence);
  return typeof parsed === 'object' ? explainDependence(parsed) : '';
}

/** Runs that differ are not a mistake if sums may be added up in any order. */
const hintOf = ({ law, answers }: OracleFailure): string =>
  law === 'pure' && answers?.some(({ by }) => by === secondRun)
    ? 'If its sums are added up in any order, as on a GPU, let the adapter say "nondeterministic": true; or say by how much runs may differ: --nondeterminism 1e-6.'
    : '';

const headingOf = (law: string): string =>
  law === gradientThrew.id
    ? 'The gradient threw; the value is right.'
    : `This law is broken: ${sentenceOf(law)}.`;

/** A case, and all the laws that it breaks. */
export interface Block {
  /** Of the first of these laws. */
  readonly failure: OracleFailure;
  /** The others. */
  readonly also: readonly string[];
}

/** One per case, because most mistakes break several laws on it. Runs that differ are told apart: they explain the others. */
export function blocksOf(failures: readonly OracleFailure[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const failure of failures) {
    const { op, caseId, law } = failure;
    const key = JSON.stringify([op, caseId, law === 'pure']);
    const before = blocks.get(key);
    blocks.set(
      key,
      before === undefined ? { failure, also: [] } : { ...before, also: [...before.also, law] },
    );
  }
  return [...blocks.values()];
}

const alsoText = (also: readonly string[]): string =>
  also.length === 0 ? '' : `The same case also breaks: ${[...new Set(also)].join(', ')}.`;

/** A failure in full, one paragraph per part. @param also what other laws its case breaks */
export function failureText(failure: OracleFailure, also: readonly string[] = []): string {
  const paragraphs = [
    `${failure.op}: ${headingOf(failure.law)}\n${joined([saidOf(failure), thrownAtText(failure), alsoText(also)], '\n')}`,
    shownCase(failure),
    dependenceText(failure),
    hintOf(failure),
    failure.misconception === null ? '' : `This looks like a known mistake, ${failure.misconception}.`,
    failure.known === undefined
      ? ''
      : `This failure is known (${failure.known}): the case is as it was found, not shrunk, and the mistake has no name.`,
    `Run this case again: ${failure.replay}`,
  ];
  return joined(paragraphs, '\n\n');
}
