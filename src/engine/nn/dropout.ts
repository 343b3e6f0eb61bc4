import { checkProbability } from '../../case/limits.js';
import { dropout } from '../ops/choice.js';
import type { Random } from '../tensor/random.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/** During training, drops each entry with probability p and divides the others by 1 − p; each call draws anew. */
export class Dropout extends Module {
  constructor(
    readonly p: number,
    private readonly random: Random,
  ) {
    super();
    checkProbability(p);
  }

  forward(x: Tensor): Tensor {
    return this.training ? dropout(x, this.p, this.random.integer(2 ** 32)) : x;
  }
}
