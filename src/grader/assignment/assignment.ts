/** What a course asks for, and what it is worth: the exercises of this package, weighed by a teacher. */
import { sha256 } from '../../case/sha256.js';
import type { Convention } from '../conventions/conventions.js';
import { type Exercise, exercises, isInPython } from '../exercises.js';
import { sharesOf } from '../shares.js';

/** How points are earned: all or none, a share for each part, or by law, each worth points of its own. */
export type Credit = 'all' | 'parts' | Readonly<Record<string, number>>;

/** An exercise as an assignment has it; title, points and ops are the assignment's. */
export interface AssignedExercise extends Exercise {
  /** The parts whose cases students never see: all of them, or these. */
  readonly hidden: true | readonly string[];
  readonly credit: Credit;
}

/** What a course asks for. A file of it is described in docs/assignments.md. */
export interface Assignment {
  readonly name: string;
  readonly title: string;
  /**
   * Draws the cases of hidden parts: whoever knows it can draw them again. Where there is none, the grading's seed does.
   * 128 bits as hexadecimal digits, so that nobody finds it by trying what fits the fingerprint in a published result.
   */
  readonly hiddenSecret?: string;
  /** Whether students read the names of known mistakes in hidden parts, and nothing else of these. */
  readonly nameHiddenMistakes?: boolean;
  /** The conventions that cost no points, see conventions.ts: all where none are named. */
  readonly conventions?: readonly Convention[];
  readonly exercises: readonly AssignedExercise[];
}

/** The parts of an exercise by name: those of shares.ts, else its ops, else the exercise as a whole. */
export const partNames = (exercise: Exercise): readonly string[] =>
  sharesOf(exercise)?.map(({ name }) => name) ??
  (exercise.programs === true || exercise.kind === 'function' ? [exercise.id] : exercise.ops);

/** Whether submissions are run by an adapter, which has to be named. */
export const needsAdapter = ({ exercises }: Assignment): boolean =>
  exercises.some((exercise) => exercise.kind === 'adapter' && !isInPython(exercise));

export const isHidden = ({ hidden }: AssignedExercise, part: string): boolean =>
  hidden === true || hidden.includes(part);

/** The seed of a part's cases. From one that becomes known, neither the secret nor the seed of another part follows. */
export function seedOf(
  { hiddenSecret }: Assignment,
  exercise: AssignedExercise,
  part: string,
  seed: number,
): number {
  if (hiddenSecret === undefined || !isHidden(exercise, part)) return seed;
  const names = JSON.stringify([hiddenSecret, exercise.id, part]);
  return Number.parseInt(sha256(names).slice(0, 8), 16) | 0;
}

/** Graded unless another assignment is named; assignments/backproof.json says the same. */
export const wholeCourse: Assignment = {
  name: 'backproof',
  title: 'Reverse-mode differentiation, from the rules to the graph',
  exercises: exercises.map((exercise) => ({ ...exercise, hidden: [], credit: 'parts' })),
};
