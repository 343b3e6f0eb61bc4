/** From the parts of an exercise to its line in the grade. */
import type { Broken, PartResult } from './check-part.js';
import type { Exercise } from './exercises.js';
import { explainBroken } from './explain.js';
import { saveReplay } from './replay-file.js';
import { type ExerciseResult, type LawResult, roundPoints, type Status, statuses } from './result.js';

/** The result of a submission that could not even be loaded. */
export const unusable = (
  { id, points }: Exercise,
  { status, why }: { readonly status: Status; readonly why: string },
): ExerciseResult => ({
  id,
  score: 0,
  maxScore: points,
  status,
  laws: [],
  counterexample: null,
  misconception: null,
  message: why,
  replay: null,
});

export function summarize(
  exercise: Exercise,
  results: readonly PartResult[],
  submission: string,
  file: string,
): ExerciseResult {
  const status = worst(results.map((result) => result.status));
  const passed = results.filter((result) => result.status === 'passed').length;
  const shown = results.find((result) => result.status === status && result.broken !== undefined);
  const broken = shown?.broken;
  const counterexample = status === 'not-implemented' ? null : (broken?.testCase ?? null);
  const replay =
    counterexample === null
      ? null
      : `npx backproof replay ${saveReplay({ exercise, submission, testCase: counterexample })}`;
  return {
    id: exercise.id,
    score: roundPoints((exercise.points * passed) / results.length),
    maxScore: exercise.points,
    status,
    laws: mergeLaws(results),
    counterexample,
    misconception: null,
    message:
      broken === undefined
        ? ''
        : message(exercise, results, { ...broken, name: shown?.part.name ?? '' }, file, replay),
    replay,
  };
}

const worst = (all: readonly Status[]): Status =>
  all.reduce((worse, each) => (statuses.indexOf(each) > statuses.indexOf(worse) ? each : worse), 'passed');

/** A law's runs in all parts together; its verdict is the first that is not `agree`. */
function mergeLaws(results: readonly PartResult[]): LawResult[] {
  const merged = new Map<string, LawResult>();
  for (const result of results.flatMap(({ laws }) => laws)) {
    const earlier = merged.get(result.law);
    const runs = (earlier?.runs ?? 0) + result.runs;
    const verdict = earlier === undefined || earlier.verdict === 'agree' ? result.verdict : earlier.verdict;
    merged.set(result.law, { law: result.law, verdict, runs });
  }
  return [...merged.values()];
}

function message(
  exercise: Exercise,
  results: readonly PartResult[],
  broken: Broken & { readonly name: string },
  file: string,
  replay: string | null,
): string {
  const title = results.length > 1 ? `${broken.name}: ` : '';
  const lines = [`${title}${explainBroken(broken, file)}`];
  const others = otherParts(results, broken.name);
  if (others !== '') lines.push(others);
  lines.push(
    `Hint 1 of ${exercise.hints.length}: ${exercise.hints[0]} (The others are in exercises/${exercise.id}/README.md.)`,
  );
  if (replay !== null) lines.push(`Run this case again: ${replay}`);
  return lines.join('\n\n');
}

/** One line a status: which of the other parts share it. */
function otherParts(results: readonly PartResult[], shown: string): string {
  const labels: Readonly<Partial<Record<Status, string>>> = {
    failed: 'Also wrong',
    crashed: 'Also crashed',
    timeout: 'Also without an answer',
    'not-implemented': 'Still to be written',
  };
  return Object.entries(labels)
    .flatMap(([status, label]) => {
      const names = results.filter((each) => each.status === status && each.part.name !== shown);
      return names.length === 0 ? [] : [`${label}: ${names.map(({ part }) => part.name).join(', ')}.`];
    })
    .join('\n');
}
