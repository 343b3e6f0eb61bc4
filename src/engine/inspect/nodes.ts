import { nameOf } from '../../case/print.js';
import { formatShape } from '../../case/shape.js';
import type { Tensor } from '../tensor/tensor.js';

/** a, b, c, … in the order of `nodesOf`. */
export const namesOf = (nodes: readonly Tensor[]): Map<Tensor, string> =>
  new Map(nodes.map((node, index) => [node, nameOf(index)]));

/**
 * The op with its attributes, as in `summation[axes=0 keepdims=false]`; `leaf` if there is none; followed by `(freed)`
 * after a backward.
 */
export function labelOf({ op, freed }: Tensor): string {
  if (op === null) return 'leaf';
  if (freed) return `${op.name} (freed)`;
  const attributes = Object.entries(op)
    .filter(([key, value]) => key !== 'name' && typeof value !== 'function')
    .map(([key, value]) => `${key}=${formatAttribute(value)}`);
  return attributes.length === 0 ? op.name : `${op.name}[${attributes.join(' ')}]`;
}

function formatAttribute(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return `(${value.map(formatAttribute).join(', ')}${value.length === 1 ? ',' : ''})`;
}

export const typeOf = ({ dtype, shape }: Tensor): string => `${dtype} ${formatShape(shape)}`;
