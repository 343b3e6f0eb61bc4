/** What the entries of several families have in common. */
import fc from 'fast-check';
import type { Shape } from '../../case/shape.js';
import type { Id, OpName, StepOf } from '../../case/vocabulary.js';
import { negativeAxis } from '../axes.js';
import type { Bias } from '../bias.js';
import { type Draft, unary } from '../form.js';
import type { Reach } from '../fresh.js';
import type { Style } from '../pools.js';
import { between, corners, mapped, type Range } from '../ranges.js';
import { anyRank } from '../ranks.js';
import { broadcastBiases } from '../shape-biases.js';
import { broadcasting, highRanks, partners } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import type { Space } from '../space.js';

type AttributesOf<Op extends OpName> = Exclude<keyof StepOf<Op>, 'op' | 'args'>;

/** The ops with attributes of these names. */
export type OpsBy<Names extends string> = {
  [Op in OpName]: [AttributesOf<Op>, Names] extends [Names, AttributesOf<Op>] ? Op : never;
}[OpName];

/** Ops of as many operands, without attributes. */
type Bare<Args extends readonly unknown[]> = {
  [Op in OpsBy<never>]: StepOf<Op>['args'] extends Args ? Op : never;
}[OpsBy<never>];

/** Of one operand, without attributes. */
export const bare = {
  forms: (op: Bare<readonly [Id]>): fc.Arbitrary<Draft> => fc.constant(unary(() => [{ op }])),
};

/** Of two operands that are broadcast. */
export const binary = {
  forms: (op: Bare<readonly [Id, Id]>, space: Space): fc.Arbitrary<Draft> =>
    partners(space).map((partner) => ({ ranks: anyRank, options: () => [{ op }], count: 2, partner })),
  biases: (_: unknown, [a, b]: readonly Shape[]): Bias[] => (a && b ? broadcastBiases(a, b) : []),
  fits: broadcasting,
};

/** With one of these scalars, the simplest first. */
export const scalar = (numbers: readonly number[], shown: (scalar: number) => Bias[] = () => []) => ({
  forms(op: OpsBy<'scalar'>, { biases }: Space) {
    const sought = numbers.filter((number) => shown(number).every((bias) => biases.has(bias)));
    return simplestFirst(sought).map((number) => unary(() => [{ op, scalar: number }]));
  },
  biases: (operation: { readonly scalar: number }): Bias[] => shown(operation.scalar),
});

/** The range under a non-decreasing function. */
export const rising =
  (map: (value: number) => number) =>
  ([a]: readonly [Range, ...Range[]]): Range =>
    mapped(a, map);

/** The range of an op that only moves or picks entries. */
export const unchanged = ([a]: readonly [Range, ...Range[]]): Range => a;

/** For ops that take exponentials of their entries. */
export const exponentials = {
  large: [1000, 998, -1000, 20, -30, 999],
  styles: (): readonly Style[] => ['large'],
};

/** Along one axis. */
export const oneAxis = {
  biases: ({ axis }: { readonly axis: number }): Bias[] => negativeAxis([axis]),
  ranks: highRanks,
};

/** Reach of ops that only move entries. */
export const exact: Reach = [1e-9, 1000];
/** Reach of ops that combine many entries into one. */
export const moderate: Reach = [0.01, 4.5];

/** For products of many entries: none overflows or underflows in float32, and often some entries are zero. */
export const factors = {
  large: [3, -2, 4, -5],
  tiny: false,
  styles: ({ biases }: Space): readonly Style[] =>
    biases.has('zero-values') ? Array<Style>(4).fill('zeros') : [],
  reach: [0.25, 4] as const,
};

/** The ranges of products of none, one, two, … of `count` values of a range. */
export function powers(a: Range, count: number): Range[] {
  const all = [between(1, 1)];
  while (all.length <= count) {
    const last = all.at(-1) as Range;
    all.push(corners(last, a, (x, y) => x * y, last.away * a.away));
  }
  return all;
}
