/** The options of a grading, and their defaults. */
import type { Outcome } from '../case/implementation.js';
import type { Kinks } from '../case/kinks.js';
import type { Misconception } from '../misconceptions/index.js';
import type { Texts } from '../texts/index.js';
import type { AdapterCommand } from './adapter/command.js';
import type { Assignment } from './assignment/assignment.js';
import type { Bundler } from './bundler/bundler.js';
import type { Broken } from './check-part.js';
import type { Rungs } from './hints/rungs.js';
import type { Progress } from './progress.js';
import type { ExerciseResult } from './result.js';
import type { Limits } from './sandbox.js';
import type { TimeLimit } from './time-limit.js';

export const defaultSeed = 1;
export const defaultRuns = 30;
/** In the working directory. */
export const defaultReplayFolder = '.backproof';

/** What to grade, and how. */
export interface GradeOptions {
  /** A folder that holds `<exercise>/<exercise>.ts`. */
  readonly submission: string;
  /** The assignment; default: the whole course. */
  readonly assignment?: Assignment;
  /** Only these exercises of the assignment, or parts of them (`elementwise.negate`). */
  readonly only?: readonly string[];
  readonly seed?: number;
  /** Cases for each part of an exercise. */
  readonly runs?: number;
  /** What runs the submission, if the assignment is over an adapter. */
  readonly adapter?: AdapterCommand;
  /** The only slopes that count as right on kinks. */
  readonly kinks?: Kinks;
  /** For teachers: hidden exercises are reported like all others. */
  readonly reveal?: boolean;
  /**
   * For teachers: receives each exercise with wrong hidden parts, as `reveal` would report it, while the grade keeps
   * them hidden.
   */
  readonly onRevealed?: (result: ExerciseResult) => void;
  /** In which language those who watch are told, by `onTold`, `onRevealed` and `onFailure`; the grade itself is in English. */
  readonly texts?: Texts;
  /** Receives each exercise as whoever watches should read it. */
  readonly onTold?: (result: ExerciseResult) => void;
  /** How a command names the assignment; none for the whole course. */
  readonly assignmentFile?: string;
  /** Grades exercises one after the other, because other submissions use the other cores. */
  readonly oneByOne?: boolean;
  readonly limits?: Limits;
  /** Bundles one submission after the other; whoever made it stops it. Without it, each grading starts one of its own. */
  readonly bundler?: Bundler;
  /** Where counterexamples are saved; default: `.backproof` in the working directory. */
  readonly replayFolder?: string;
  /** How often parts failed in the same way before, so that a learner reads the next hint; none for a final grade. */
  readonly rungs?: Rungs;
  /** What printed commands begin with instead of `npx backproof grade`, such as `npm test --`. */
  readonly command?: string;
  /** Saves no counterexample, because students cannot reach it: the command that draws it again is printed instead. */
  readonly saveNothing?: boolean;
  /** The submission keeps nothing from case to case: whether a failure depends on earlier cases is not asked. */
  readonly keepsNothing?: boolean;
  /** The command that grades an exercise, or a part of one, again; then no counterexample is saved. */
  readonly replayCommand?: (only: string, hidden: boolean) => string;
  readonly onProgress?: (progress: Progress) => void;
  /** Receives what is known of each shown part that failed, and what came back for its counterexample. */
  readonly onFailure?: (failure: FoundFailure) => void;
}

export interface FoundFailure {
  /** The id of the exercise, and the name of the part. */
  readonly exercise: string;
  readonly part: string;
  readonly broken: Broken;
  /** Undefined unless numbers were wrong. */
  readonly outcome: Outcome | undefined;
  readonly misconception: Misconception | undefined;
  /** What is said of the failure, without hints. */
  readonly said: string;
}

/** The same with all defaults filled in, for one exercise. */
type Required = 'seed' | 'runs' | 'replayFolder' | 'reveal';
export type ExerciseOptions = GradeOptions & {
  readonly [Name in Required]-?: NonNullable<GradeOptions[Name]>;
} & { readonly time: TimeLimit };
