/** What entries of several ATen ops are made of. */
import type { Node, Value } from '../node.js';

export const scaled = (n: Node, value: Value, by: number): Value =>
  by === 1 ? value : n.add({ op: 'mul_scalar', scalar: by }, value);

/** `self`, with a number where the mask is 1. An infinite one is a large one: no infinite input has a derivative. */
export function maskedFill(n: Node, mask: readonly number[], number: number): Value {
  const condition = mask.map((bit) => Number(bit === 0));
  return n.add({ op: 'where', condition }, n.spread(n.value('self'), n.out()), n.constant(number));
}

/** value · weight + bias, of which each may be missing. */
export function affine(n: Node, value: Value, weight: Value | undefined, bias: Value | undefined): Value {
  const scaledBy = weight === undefined ? value : n.add({ op: 'multiply' }, value, weight);
  return bias === undefined ? scaledBy : n.add({ op: 'add' }, scaledBy, bias);
}

/** One number per channel, as it stands beside (batch, channels, …). */
export const besideChannels = (n: Node, value: Value | undefined, rank: number): Value | undefined =>
  value && n.reshaped(value, [...value.shape, ...Array<number>(rank - 2).fill(1)]);
