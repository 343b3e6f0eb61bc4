/** What a grading can be told, and what holds unless it is. */
import type { Kinks } from '../case/kinks.js';
import type { AdapterCommand } from './adapter/command.js';
import type { Assignment } from './assignment/assignment.js';
import type { Rungs } from './hints/rungs.js';
import type { Progress } from './progress.js';
import type { ExerciseResult } from './result.js';
import type { Limits } from './sandbox.js';
import type { TimeLimit } from './time-limit.js';

export const defaultSeed = 1;
export const defaultRuns = 30;
/** In the working directory. */
export const defaultReplayFolder = '.backproof';

export interface GradeOptions {
  /** A folder that holds `<exercise>/<exercise>.ts`. */
  readonly submission: string;
  /** What is asked for: the whole course unless told. */
  readonly assignment?: Assignment;
  /** These of the assignment's exercises, or of their parts (`elementwise.negate`), alone. */
  readonly only?: readonly string[];
  readonly seed?: number;
  /** Cases for each part of an exercise. */
  readonly runs?: number;
  /** What runs the submission, where the assignment is over an adapter. */
  readonly adapter?: AdapterCommand;
  /** The slopes that alone count as right on kinks. */
  readonly kinks?: Kinks;
  /** For teachers: hidden exercises are reported as all others are. */
  readonly reveal?: boolean;
  /**
   * For teachers: told of each exercise with hidden parts that are wrong, as `reveal` would have reported it, while the
   * grade keeps them hidden.
   */
  readonly onRevealed?: (result: ExerciseResult) => void;
  /** How a command names the assignment; none for the whole course. */
  readonly assignmentFile?: string;
  /** Grades exercises one after the other, where other submissions use the other cores. */
  readonly oneByOne?: boolean;
  readonly limits?: Limits;
  /** Where counterexamples are saved: `.backproof` in the working directory unless told. */
  readonly replayFolder?: string;
  /** How often parts failed in the same way before, for a learner who is to read the next hint; none for a grade. */
  readonly rungs?: Rungs;
  /** What printed commands begin with in place of `npx backproof grade`: `npm test --`, where students have that. */
  readonly command?: string;
  /** Keeps no counterexample, where students cannot reach it: the command that draws it again is printed instead. */
  readonly saveNothing?: boolean;
  /** The command that grades an exercise, or a part of one, again; then no counterexample is saved. */
  readonly replayCommand?: (only: string, hidden: boolean) => string;
  readonly onProgress?: (progress: Progress) => void;
}

/** The same where nothing is left open, for one exercise. */
type Required = 'seed' | 'runs' | 'replayFolder' | 'reveal';
export type ExerciseOptions = GradeOptions & {
  readonly [Name in Required]-?: NonNullable<GradeOptions[Name]>;
} & { readonly time: TimeLimit };
