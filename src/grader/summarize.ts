/** From the parts of an exercise to its line in the grade. */
import type { Misconception } from '../misconceptions/index.js';
import type { PartResult } from './check-part.js';
import type { Exercise } from './exercises.js';
import { explainBroken } from './explain.js';
import { type ExerciseResult, type LawResult, roundPoints, type Status, statuses } from './result.js';

/** The result of a submission that could not even be loaded. */
export const unusable = (
  { id, title, points }: Exercise,
  { status, why }: { readonly status: Status; readonly why: string },
): ExerciseResult => ({
  id,
  title,
  hidden: false,
  score: 0,
  maxScore: points,
  status,
  laws: [],
  counterexample: null,
  misconception: null,
  message: why,
  replay: null,
});

/** The part to show the learner: the first of those with the worst status. None when all passed. */
export function worstPart(results: readonly PartResult[]): PartResult | undefined {
  const badness = ({ status }: PartResult) => statuses.indexOf(status);
  const worst = Math.max(...results.map(badness));
  return worst === statuses.indexOf('passed') ? undefined : results.find((each) => badness(each) === worst);
}

export interface Summary {
  readonly exercise: Exercise;
  readonly results: readonly PartResult[];
  /** The submitted file. */
  readonly file: string;
  /** Where the counterexample of the worst part was saved, if it has one. */
  readonly saved: string | undefined;
  /** The known mistake that gives the same answers. */
  readonly misconception: Misconception | undefined;
}

export function summarize(summary: Summary): ExerciseResult {
  const { exercise, results, saved, misconception } = summary;
  const worst = worstPart(results);
  const passed = results.filter(({ status }) => status === 'passed').length;
  return {
    id: exercise.id,
    title: exercise.title,
    hidden: false,
    score: roundPoints((exercise.points * passed) / results.length),
    maxScore: exercise.points,
    status: worst?.status ?? 'passed',
    laws: mergeLaws(results),
    counterexample: saved === undefined ? null : (worst?.broken?.testCase ?? null),
    misconception: misconception?.name ?? null,
    message: worst === undefined ? '' : message(summary, worst),
    replay: saved === undefined ? null : replayCommand(saved),
  };
}

const replayCommand = (file: string): string => `npx backproof replay ${file}`;

/** A law's runs in all parts together; its verdict is the first that is not `agree`. */
function mergeLaws(results: readonly PartResult[]): LawResult[] {
  const merged = new Map<string, LawResult>();
  for (const { law, verdict, runs } of results.flatMap(({ laws }) => laws)) {
    const earlier = merged.get(law);
    const worse = earlier === undefined || earlier.verdict === 'agree' ? verdict : earlier.verdict;
    merged.set(law, { law, verdict: worse, runs: (earlier?.runs ?? 0) + runs });
  }
  return [...merged.values()];
}

function message(
  { exercise, results, file, saved, misconception }: Summary,
  { part, broken }: PartResult,
): string {
  const { id, hints } = exercise;
  const what = broken === undefined ? '' : explainBroken(broken, file);
  const hint =
    misconception === undefined
      ? `Hint 1 of ${hints.length}: ${hints[0]} (The others are in exercises/${id}/README.md.)`
      : `This looks like a known mistake, ${misconception.name}. ${misconception.says}\nHint: ${misconception.hint}`;
  const paragraphs = [
    results.length > 1 ? `${part.name}: ${what}` : what,
    otherParts(results, part.name),
    hint,
    saved === undefined ? '' : `Run this case again: ${replayCommand(saved)}`,
  ];
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
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
