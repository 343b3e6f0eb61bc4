import type { Done } from '../case/implementation.js';
import type { Trial } from './trial.js';
import type { Verdict } from './verdict.js';

/** Of how many cases in a row one is judged by the laws that are asked seldom. */
const seldomIn = 8;

/** The laws that the case at a place in a series is judged by: the first by all of them. */
export const lawsAt = (index: number, laws: readonly Law[]): readonly Law[] =>
  index % seldomIn === 0 ? laws : laws.filter(({ seldom }) => seldom !== true);

/** Something that holds for every right implementation, on every case. */
export interface Law {
  /** A short name for options and matrices. */
  readonly id: string;
  /** The law as a sentence. */
  readonly sentence: string;
  /** It needs no Jacobian, and so applies to programs of any size. */
  readonly anySize?: true;
  /** It judges values, and so applies even if no gradients were asked for. */
  readonly ofValues?: true;
  /** It runs the case again for a question of its own: in a series, it is asked of one case in a few. */
  readonly seldom?: true;
  /** It is asked, too, where a step has no derivative but the whole program has. */
  readonly atEdges?: true;
  /** It runs the case, or a variation of it, backward again. */
  readonly reruns?: true;
  /** The verdict on one case, or undefined if the law does not apply to it. */
  check(trial: Trial, done: Done): Verdict | undefined | Promise<Verdict | undefined>;
}
