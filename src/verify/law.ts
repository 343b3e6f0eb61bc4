import type { Done } from '../case/implementation.js';
import type { Trial } from './trial.js';
import type { Verdict } from './verdict.js';

/** Something that holds for every right implementation, whatever the case. */
export interface Law {
  /** A short name for options and matrices. */
  readonly id: string;
  /** The law as a sentence. */
  readonly sentence: string;
  /** It needs no Jacobian, and so holds programs of any size. */
  readonly anySize?: true;
  /** It judges values, and so applies where no gradients were asked for. */
  readonly ofValues?: true;
  /** The verdict on one case, or undefined where the law says nothing of it. */
  check(trial: Trial, done: Done): Verdict | undefined | Promise<Verdict | undefined>;
}
