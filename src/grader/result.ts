/** The result of grading. Every report is written from this alone. */
import type { Case } from '../case/case.js';
import type { VerdictKind } from '../verify/index.js';

/** From good to bad: an exercise has the worst status of its parts. */
export const statuses = ['passed', 'not-implemented', 'missing', 'timeout', 'crashed', 'failed'] as const;
/** How a part, or the worst of several, came out. */
export type Status = (typeof statuses)[number];

/** What was earned, of what can be. */
export interface Points {
  readonly score: number;
  readonly maxScore: number;
}

/** How a law was judged over the runs of a part: anything wrong outweighs what is right. */
export interface LawResult {
  /** The law's, or the probe's. */
  readonly id: string;
  /** The law as a sentence. */
  readonly law: string;
  readonly verdict: VerdictKind;
  readonly runs: number;
}

/** What is said of an exercise, about all its parts or the one shown in full, and of each part. */
interface Told extends Points {
  /** Of an exercise, the worst of its parts. */
  readonly status: Status;
  readonly laws: readonly LawResult[];
  readonly counterexample: Case | null;
  /** The name of the misconception that fails in the same way. */
  readonly misconception: string | null;
  /**
   * For the learner: the law, the case, the mistake or a hint, and how to run it again. Of an exercise, one failure in
   * full and the others in a few lines each. Empty if nothing is wrong.
   */
  readonly message: string;
  /** The command that runs the counterexample again. */
  readonly replay: string | null;
}

/** The result of one part of an exercise: an op, or something else that earns its own share. */
export interface PartReport extends Told {
  /** The op, or the exercise if it is graded as a whole. */
  readonly name: string;
  /** Where in the learner's files it went wrong, as file:line; null if no line is known. */
  readonly place: string | null;
  /** In one line, what was expected and what came. Empty if nothing is wrong. */
  readonly reason: string;
  /** The last text that the learner's code printed in the counterexample. */
  readonly printed: string;
  /** Parts whose wrong rules this one rests on: then it is not to blame. */
  readonly restsOn: readonly string[];
  /** The conventions, if its rule differs from the usual formula only by these: that costs no points. */
  readonly conventions: readonly string[];
}

/** The points of the parts that are not shown, together. */
export interface Unseen extends Points {
  readonly status: 'passed' | 'failed';
}

/** The result of one exercise. */
export interface ExerciseResult extends Told {
  readonly id: string;
  readonly title: string;
  /**
   * Whether students see no more than points and status: other fields are filled only when it was graded with
   * `reveal`.
   */
  readonly hidden: boolean;
  /** Every part that learners may read about, in the order of asking; none for a hidden exercise. */
  readonly parts: readonly PartReport[];
  /** For an exercise that is partly shown, the rest; null if there is none. */
  readonly unseen: Unseen | null;
  /** The names of known mistakes in parts that are not shown, if the assignment wants them told. */
  readonly hiddenMistakes?: readonly string[];
}

/** The result of one submission. */
export interface Grade extends Points {
  readonly version: 1;
  /** The name of the assignment. */
  readonly assignment: string;
  /** Whose work was graded: the name of its folder. */
  readonly submission: string;
  readonly seed: number;
  /** What commands for students begin with, if not `npx backproof grade`. */
  readonly command?: string;
  readonly exercises: readonly ExerciseResult[];
}

/** Points are multiples of a hundredth. */
export const roundPoints = (points: number): number => Math.round(points * 100) / 100;

export function totalOf(all: readonly Points[]): Points {
  const sum = (of: (each: Points) => number) => roundPoints(all.reduce((total, each) => total + of(each), 0));
  return { score: sum(({ score }) => score), maxScore: sum(({ maxScore }) => maxScore) };
}
