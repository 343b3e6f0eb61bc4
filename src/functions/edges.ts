/**
 * What some drawn cases are made special by: equal entries, equal inputs, zeros, numbers that are large, small or far from zero,
 * a long axis, cotangents with zeros. There gradients are wrong that are right everywhere else.
 */
import fc from 'fast-check';
import { at } from '../case/at.js';
import { sameShape, sizeOf } from '../case/shape.js';
import { roundTo, type TensorData } from '../case/tensor-data.js';
import type { Description, NumberDomain } from './describe.js';
import type { Tensors } from './subject.js';

const kinds = ['twins', 'equal', 'zeros', 'large', 'shifted', 'small', 'long', 'sparse'] as const;

export interface Edge {
  /** Two cases in three have none, which all shrink to. */
  readonly kind: (typeof kinds)[number] | 'none';
  /** Which of the inputs it is about, or all. */
  readonly on: number;
  /** Whether it is about every other entry alone. */
  readonly half: boolean;
}

export const none: Edge = { kind: 'none', on: 0, half: false };

/** Long ones take the longest, and are half as many. */
const all: readonly Edge[] = kinds.flatMap((kind) =>
  (kind === 'long' ? [false] : [false, true]).flatMap((half) =>
    [0, 1, 2, 3, 4, 5].map((on): Edge => ({ kind, on, half })),
  ),
);

/** One value, so that it shrinks at once. */
export const edges: fc.Arbitrary<Edge> = fc.constantFrom(...[...all, ...all].map(() => none), ...all);

/** Powers of two, so that numbers stay short. Exponentials overflow at 710 in float64. */
const far = 1024;
const near = 2 ** -20;

/** Inputs as an edge has them. Numbers stay within their domains. */
export function atEdge(
  inputs: Tensors,
  descriptions: readonly Description[],
  { kind, on, half }: Edge,
): Tensors {
  const which = on % (inputs.length + 1);
  if (kind === 'twins') return twins(inputs, descriptions, on % inputs.length);
  return inputs.map((input, n) => {
    if (which !== n && which !== inputs.length) return input;
    const move = moves[kind];
    const { domain = 'real' } = at(descriptions, n);
    // Numbers that are changed alone might come so close to others that a step passes them.
    const every = half && (kind === 'zeros' || kind === 'equal') ? 2 : 1;
    return move === undefined ? input : changed(input, every, (x, first) => move(x, domain, first));
  });
}

type Move = (x: number, domain: NumberDomain, first: number) => number;

const moves: Partial<Record<Edge['kind'], Move>> = {
  equal: (_, __, first) => first,
  zeros: (x, domain) =>
    isWithin(domain, 0) ? 0 : typeof domain === 'object' && 'integer' in domain ? domain.integer[0] : x,
  large: (x, domain) => (isUnbounded(domain) ? far * x : x),
  shifted: (x, domain) =>
    isUnbounded(domain) ? (far / 4) * (domain === 'nonzero' ? Math.abs(x) : x) + far : x,
  small: (x, domain) =>
    domain !== 'integer' && (isWithin(domain, 0) || domain === 'positive') ? near * x : x,
};

/** @param every which entries are changed: all, or every other one */
const changed = (
  { dtype, shape, data }: TensorData,
  every: number,
  change: (x: number, first: number) => number,
): TensorData => ({
  dtype,
  shape,
  data: data.map((x, k) => (k % every === 0 ? roundTo[dtype](change(x, data[0] ?? x)) : x)),
});

/** All inputs of the same kind hold the same numbers. */
function twins(inputs: Tensors, descriptions: readonly Description[], which: number): Tensors {
  const one = at(inputs, which);
  const domain = JSON.stringify(at(descriptions, which).domain);
  return inputs.map((input, n) =>
    input.dtype === one.dtype &&
    sameShape(input.shape, one.shape) &&
    JSON.stringify(at(descriptions, n).domain) === domain
      ? one
      : input,
  );
}

const isUnbounded = (domain: NumberDomain): boolean =>
  domain === 'real' || domain === 'positive' || domain === 'nonzero';

const isWithin = (domain: NumberDomain, x: number): boolean =>
  domain === 'real' || domain === 'integer' || (isInterval(domain) && domain[0] < x && x < domain[1]);

const isInterval = (domain: NumberDomain): domain is readonly [number, number] => Array.isArray(domain);

/** Longer than what a vector unit, a warp or a block takes at once; and the most entries of all inputs. */
const lengths = [259, 130] as const;
const mostEntries = 300;

/** Sizes of which one is long, as long as the inputs stay small. */
export function lengthened(
  sizes: ReadonlyMap<string, number>,
  shapesOf: (sizes: ReadonlyMap<string, number>) => readonly (readonly number[])[],
  { kind, on }: Edge,
): ReadonlyMap<string, number> {
  const names = [...sizes.keys()];
  if (kind !== 'long' || names.length === 0) return sizes;
  const name = at(names, on % names.length);
  const longer = lengths.map((length) => new Map(sizes).set(name, length));
  const fits = (each: ReadonlyMap<string, number>) =>
    shapesOf(each).reduce((total, shape) => total + sizeOf(shape), 0) <= mostEntries;
  return longer.find(fits) ?? sizes;
}

/** Weights of which every other one is zero, as behind a slice. */
export const sparse = (
  weights: readonly (readonly number[])[],
  { kind, on }: Edge,
): readonly (readonly number[])[] =>
  kind === 'sparse' ? weights.map((list) => list.map((each, k) => (k % 2 === on % 2 ? each : 0))) : weights;
