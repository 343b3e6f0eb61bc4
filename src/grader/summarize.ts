/** From the parts of an exercise to its line in the grade. */
import { joined } from '../formats/joined.js';
import { en, type FailureTexts, type Texts } from '../texts/index.js';
import type { AssignedExercise } from './assignment/assignment.js';
import type { PartResult } from './check-part.js';
import type { Scored } from './credit.js';
import { headlineOf, worstStatus } from './headline.js';
import { type Findings, messageOf, nothingFound, partReport } from './part-report.js';
import {
  type ExerciseResult,
  type LawResult,
  type PartReport,
  type Points,
  roundPoints,
  type Status,
  totalOf,
  type Unseen,
} from './result.js';
import type { Submitted } from './submitted.js';

/**
 * The result of a submission that could not even be loaded.
 * @param parts those that are shown, and what each is worth
 */
export function unusable(
  { id, title, hidden }: AssignedExercise,
  { status, why: english }: { readonly status: Status; readonly why: string },
  { maxScore }: Points,
  parts: readonly (Points & { readonly name: string })[],
  { says }: Texts = en,
): ExerciseResult {
  const why = says(english);
  const rest = roundPoints(parts.reduce((left, part) => left - part.maxScore, maxScore));
  const nothing = { laws: [], counterexample: null, misconception: null, replay: null };
  const reason = why.split('\n', 1)[0] ?? '';
  return {
    id,
    title,
    hidden: hidden === true,
    score: 0,
    maxScore,
    parts: parts.map(({ name, maxScore: most }, index) => ({
      ...{ name, status, score: 0, maxScore: most, place: null, reason },
      // The compiler's message is shown once.
      message: index === 0 ? why : reason,
      ...nothing,
      printed: '',
      restsOn: [],
      conventions: [],
    })),
    unseen: parts.length === 0 || rest <= 0 ? null : { status: 'failed', score: 0, maxScore: rest },
    status,
    ...nothing,
    message: why,
  };
}

export interface Summary {
  readonly exercise: AssignedExercise;
  /** The parts that learners may read about; everything but points and status comes from these. */
  readonly shown: readonly PartResult[];
  readonly hidden: readonly PartResult[];
  readonly scored: Scored;
  /** What is known about the shown parts that failed, by name. */
  readonly findings: ReadonlyMap<string, Findings>;
  readonly submitted: Submitted;
  /** The names of known mistakes in hidden parts, where learners may read these. */
  readonly hiddenMistakes: readonly string[];
  /** Optional ops that are missing, and that learners may read about. */
  readonly notAsked: readonly string[];
}

/** @param texts the language in which everything is said */
export function summarize(summary: Summary, texts: Texts = en): ExerciseResult {
  const { exercise, shown, hidden, scored, findings, submitted, hiddenMistakes } = summary;
  const reports = shown.map((result) => {
    const { name } = result.part;
    const points = scored.parts.get(name) ?? { score: 0, maxScore: 0 };
    return partReport(
      exercise,
      { result, points, findings: findings.get(name) ?? nothingFound },
      submitted,
      texts,
    );
  });
  const first = headlineOf(shown);
  const headline = reports.find(({ name }) => name === first?.part.name);
  return {
    id: exercise.id,
    title: exercise.title,
    hidden: exercise.hidden === true,
    score: scored.score,
    maxScore: scored.maxScore,
    parts: reports,
    unseen: unseenOf(summary),
    ...(hiddenMistakes.length > 0 && { hiddenMistakes }),
    status: worstStatus([...shown, ...hidden]),
    laws: mergeLaws(shown),
    counterexample: headline?.counterexample ?? null,
    misconception: headline?.misconception ?? null,
    message: message(summary, reports, first, texts),
    replay: headline?.replay ?? null,
  };
}

function unseenOf({ shown, hidden, scored }: Summary): Unseen | null {
  if (shown.length === 0 || hidden.length === 0) return null;
  const points = hidden.flatMap(({ part }) => scored.parts.get(part.name) ?? []);
  return { status: headlineOf(hidden) === undefined ? 'passed' : 'failed', ...totalOf(points) };
}

/** A law's runs in all parts together; its verdict and sentence are those of the first verdict that is not `agree`. */
function mergeLaws(results: readonly PartResult[]): LawResult[] {
  const merged = new Map<string, LawResult>();
  for (const each of results.flatMap(({ laws }) => laws)) {
    const earlier = merged.get(each.id);
    const told =
      earlier !== undefined && (earlier.verdict !== 'agree' || each.verdict === 'agree') ? earlier : each;
    merged.set(each.id, { ...told, runs: (earlier?.runs ?? 0) + each.runs });
  }
  return [...merged.values()];
}

/** One failure in full, the others in a few lines each. */
function message(
  summary: Summary,
  reports: readonly PartReport[],
  first: PartResult | undefined,
  texts: Texts,
): string {
  const { failure } = texts;
  const { findings, notAsked } = summary;
  const others = reports.filter(({ name, status }) => name !== first?.part.name && status !== 'passed');
  const paragraphs = [
    inFull(summary, first, others, texts),
    ...others.filter(isWritten).map((each) => inShort(each, findings.get(each.name)?.inFull, texts)),
    ...reports.filter(isExplained).map((each) => failure.partTold(each.name, null, each.message)),
    ...notAsked.map((op) => failure.notAsked(op)),
    unseen(summary, failure),
  ];
  return joined(paragraphs, '\n\n');
}

function inFull(
  { exercise, shown, hidden, findings, submitted }: Summary,
  first: PartResult | undefined,
  others: readonly PartReport[],
  texts: Texts,
): string {
  if (first === undefined) return '';
  const { name, sentence } = first.part;
  const { failure, says } = texts;
  const found = findings.get(name) ?? nothingFound;
  const said = messageOf(exercise, first, found, submitted, texts, namesOf(others, failure));
  const title = failure.partTitled(name, sentence && says(sentence));
  return shown.length + hidden.length > 1 ? failure.partTold(title, null, said) : said;
}

/** One line per status: which of the other parts have it. */
function namesOf(others: readonly PartReport[], texts: FailureTexts): string {
  const labels: readonly (readonly [Status, (names: string) => string])[] = [
    ['failed', texts.alsoWrong],
    ['crashed', texts.alsoCrashed],
    ['timeout', texts.alsoUnanswered],
    ['not-implemented', texts.alsoUnwritten],
  ];
  return labels
    .flatMap(([status, label]) => {
      const names = others.filter((each) => each.status === status).map(({ name }) => name);
      return names.length === 0 ? [] : [label(names.join(', '))];
    })
    .join('\n');
}

/** Passed, but with a remark. */
const isExplained = ({ restsOn, conventions }: PartReport): boolean =>
  restsOn.length + conventions.length > 0;

/** There is nothing more to say about a part that is not written. */
const isWritten = ({ status }: PartReport): boolean => status !== 'not-implemented';

function inShort(
  { name, status, place, laws, reason, misconception }: PartReport,
  command: string | undefined,
  { failure, says }: Texts,
): string {
  const broken = laws.at(-1);
  const law = status === 'failed' && broken !== undefined ? failure.lawBroken(says(broken.law)) : reason;
  const lines = [
    failure.partTold(name, place, law),
    law === reason ? '' : reason,
    misconception === null ? '' : failure.looksKnown(misconception),
    command === undefined ? '' : failure.inFull(command),
  ];
  return joined(lines, '\n  ');
}

function unseen(
  { shown, hidden, hiddenMistakes }: Summary,
  { onHiddenCases, onHiddenCasesToo, looksKnown }: FailureTexts,
): string {
  if (headlineOf(hidden) === undefined) return '';
  return joined(
    [shown.length === 0 ? onHiddenCases : onHiddenCasesToo, ...hiddenMistakes.map(looksKnown)],
    '\n',
  );
}
