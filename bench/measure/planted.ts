/** What a planted fault is, and how it is planted in the engine. */
import type { Implementation } from '../../src/case/implementation.js';
import {
  type EngineOptions,
  engineImplementation,
  type Tensor,
  topologicalOrder,
} from '../../src/engine/index.js';

export interface Fault {
  readonly name: string;
  /** What the table gathers it under. */
  readonly kind: string;
  /** The row of the oracle that must catch it. */
  readonly row: string;
  /** Whether arrays are asked for that do not lie row by row in memory; default: not. */
  readonly layouts?: true;
  plant(): Planted;
}

export interface Planted {
  readonly implementation: Implementation;
  /** Whether it has done anything else than the right implementation since it was planted. */
  touched(): boolean;
}

/** @param options of the engine; they call `touch` where they do something wrong */
export const planted = (options: (touch: () => void) => EngineOptions): Planted => {
  let count = 0;
  const implementation = engineImplementation(options(() => count++));
  return { implementation, touched: () => count > 0 };
};

/** The steps of this op, each a node. */
export const rulesOf = (op: string, outputs: readonly Tensor[]): Tensor[] =>
  topologicalOrder(outputs).filter((node) => node.op?.name === op);
