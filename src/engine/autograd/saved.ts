/**
 * A graph refers to values and does not copy them, so it must notice when `assign` overwrites one. Every tensor counts
 * its writes, and every node remembers the counts of its inputs.
 */
import { AutogradError } from '../tensor/errors.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Inputs } from './op.js';

/** Counts only grow, so their sum changes whenever one of them does. */
export function writesTo(inputs: Inputs): number {
  let writes = 0;
  for (const input of inputs) writes += input.writes;
  return writes;
}

/** @throws {AutogradError} when the node, or an input of it, was overwritten after the node was made. */
export function checkUnwritten(node: Tensor, toDo: string): void {
  if (node.op === null || (node.writes === 0 && node.inputWrites === writesTo(node.inputs))) return;
  const which = node.writes > 0 ? 'the output' : 'an input';
  throw new AutogradError(
    `cannot ${toDo} ${node.op.name}: ${which} of it was overwritten by assign() after ${node.op.name} was called; ` +
      'assign after the last use, or compute with a copy',
  );
}
