/** From the parts of an exercise to its line in the grade. */
import type { Misconception } from '../misconceptions/index.js';
import type { AssignedExercise } from './assignment/assignment.js';
import type { PartResult } from './check-part.js';
import { clipped } from './clip.js';
import { explainBroken } from './explain.js';
import { headlineOf, worstStatus } from './headline.js';
import { hintParagraph } from './hints/index.js';
import type { ExerciseResult, LawResult, Status } from './result.js';

/** The result of a submission that could not even be loaded. */
export const unusable = (
  { id, title, points, hidden }: AssignedExercise,
  { status, why }: { readonly status: Status; readonly why: string },
): ExerciseResult => ({
  id,
  title,
  hidden: hidden === true,
  score: 0,
  maxScore: points,
  status,
  laws: [],
  counterexample: null,
  misconception: null,
  message: why,
  replay: null,
});

/** What is known of the part that is shown first. */
export interface Findings {
  /** The command that runs its counterexample again, if it has one. */
  readonly replay: string | undefined;
  /** Why the counterexample could not be saved, where it should have been. */
  readonly notSaved?: string;
  /** The known mistake that gives the same answers. */
  readonly misconception: Misconception | undefined;
  /** How often the part failed in this way before; undefined where no record is kept of that. */
  readonly earlier?: number;
}

export interface Summary extends Findings {
  readonly exercise: AssignedExercise;
  /** The parts that learners may read about; all but points and status comes from these. */
  readonly shown: readonly PartResult[];
  readonly hidden: readonly PartResult[];
  readonly score: number;
  /** The submitted file. */
  readonly file: string;
}

export function summarize(summary: Summary): ExerciseResult {
  const { exercise, shown, hidden, score, replay, misconception } = summary;
  return {
    id: exercise.id,
    title: exercise.title,
    hidden: exercise.hidden === true,
    score,
    maxScore: exercise.points,
    status: worstStatus([...shown, ...hidden]),
    laws: mergeLaws(shown),
    counterexample: replay === undefined ? null : (headlineOf(shown)?.broken?.testCase ?? null),
    misconception: misconception?.name ?? null,
    message: message(summary),
    replay: replay ?? null,
  };
}

/** A law's runs in all parts together; its verdict, and its sentence, are those of the first that is not `agree`. */
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

function message(summary: Summary): string {
  const { shown, hidden } = summary;
  const first = headlineOf(shown);
  const paragraphs = first === undefined ? [] : explanation(summary, first);
  if (headlineOf(hidden) === undefined) return paragraphs.join('\n\n');
  const unseen =
    shown.length === 0
      ? 'This exercise is graded on hidden cases.'
      : 'This exercise is graded on hidden cases, too, and not all of these are right.';
  return [...paragraphs, unseen].join('\n\n');
}

function explanation(
  { exercise, shown, hidden, file, replay, notSaved, misconception, earlier }: Summary,
  { part, broken }: PartResult,
): string[] {
  const what = broken === undefined ? '' : explainBroken(broken, file);
  const paragraphs = [
    shown.length + hidden.length > 1 ? `${part.name}: ${what}` : what,
    otherParts(shown, part.name),
    hintParagraph(exercise, { part, broken, misconception, earlier }),
    notSaved === undefined ? '' : `The counterexample could not be saved: ${clipped(notSaved)}.`,
    replay === undefined ? '' : `Run this case again: ${replay}`,
  ];
  return paragraphs.filter((paragraph) => paragraph !== '');
}

const labels: Readonly<Partial<Record<Status, string>>> = {
  failed: 'Also wrong',
  crashed: 'Also crashed',
  timeout: 'Also without an answer',
  'not-implemented': 'Still to be written',
};

/** One line a status: which of the other parts share it. */
const otherParts = (results: readonly PartResult[], shown: string): string =>
  Object.entries(labels)
    .flatMap(([status, label]) => {
      const names = results.filter((each) => each.status === status && each.part.name !== shown);
      return names.length === 0 ? [] : [`${label}: ${names.map(({ part }) => part.name).join(', ')}.`];
    })
    .join('\n');
