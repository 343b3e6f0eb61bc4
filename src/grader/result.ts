/** What grading yields. Each of the reports is written from this alone. */
import type { Case } from '../program/case.js';
import type { VerdictKind } from '../verify/index.js';

/** From good to bad: an exercise has the worst status of its parts. */
export const statuses = ['passed', 'not-implemented', 'missing', 'timeout', 'crashed', 'failed'] as const;
export type Status = (typeof statuses)[number];

export interface LawResult {
  /** The law's, or the probe's. */
  readonly id: string;
  /** The law as a sentence. */
  readonly law: string;
  readonly verdict: VerdictKind;
  readonly runs: number;
}

export interface ExerciseResult {
  readonly id: string;
  readonly title: string;
  /** Whether students see no more than points and status: nothing else is here, unless it was graded with `reveal`. */
  readonly hidden: boolean;
  readonly score: number;
  readonly maxScore: number;
  readonly status: Status;
  readonly laws: readonly LawResult[];
  readonly counterexample: Case | null;
  /** The name of the known mistake that fails in the same way. */
  readonly misconception: string | null;
  /** For the learner: what was expected, what came, on which case. Empty when all is well. */
  readonly message: string;
  /** The command that runs the counterexample again. */
  readonly replay: string | null;
}

export interface Grade {
  readonly version: 1;
  /** The name of the assignment. */
  readonly assignment: string;
  /** Whose work was graded: the name of its folder. */
  readonly submission: string;
  readonly seed: number;
  readonly score: number;
  readonly maxScore: number;
  readonly exercises: readonly ExerciseResult[];
}

/** Points are given in hundredths at the finest. */
export const roundPoints = (points: number): number => Math.round(points * 100) / 100;
