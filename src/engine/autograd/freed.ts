/** What is left of a node's op once a backward has freed its graph: the name, for the error message. */
import { AutogradError } from '../tensor/errors.js';
import type { NDArray } from '../tensor/ndarray.js';
import type { Tensor } from '../tensor/tensor.js';
import { type Inputs, Op } from './op.js';

class Freed extends Op {
  constructor(readonly name: string) {
    super();
  }
  compute(): NDArray {
    throw freedError(this.name);
  }
  gradient(): Inputs {
    throw freedError(this.name);
  }
}

const freedOps = new Map<string, Freed>();

/** What takes the place of an op of this name: the same for all. */
export function freed(name: string): Freed {
  const known = freedOps.get(name);
  if (known !== undefined) return known;
  const made = new Freed(name);
  freedOps.set(name, made);
  return made;
}

/** A pass that freed nodes, and what it still knows about them: a freed node has forgotten its inputs. */
export interface FreeingPass {
  /** The tensors below its nodes that it did not free, such as leaves; it does not keep them alive. */
  readonly below: WeakSet<Tensor>;
  /** Passes that had freed nodes below its nodes before. */
  readonly earlier: readonly FreeingPass[];
}

export const freedError = (name: string): AutogradError =>
  new AutogradError(
    `this graph was freed by an earlier backward through ${name}; ` +
      'pass { retainGraph: true } to the earlier call, or compute the outputs again',
  );
