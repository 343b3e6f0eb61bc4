/**
 * Every op, by its name: needle's function name where needle has the op, else NumPy's or PyTorch's. What is known of an op
 * without computing it is one entry, in its family's file in `ops`; generators, reference, parser and wire read it here.
 */
import { attention } from './ops/attention.js';
import { elementwise } from './ops/elementwise.js';
import type { CaseEntry, Id, PerArgument, ValuesOf } from './ops/entry.js';
import { indexing } from './ops/indexing.js';
import { joining } from './ops/joining.js';
import { movement } from './ops/movement.js';
import { network } from './ops/network.js';
import { norms } from './ops/norms.js';
import { product } from './ops/product.js';
import { reduction } from './ops/reduction.js';
import { statistics } from './ops/statistics.js';
import { windows } from './ops/windows.js';
import type { Shape } from './shape.js';

export type { Domain, Id, Kink } from './ops/entry.js';

const { matmul, ...products } = product;

/** Programs are drawn from the ops in this order, so a seed gives other programs if the order changes. */
export const vocabulary = {
  ...elementwise,
  ...statistics,
  ...network,
  ...movement,
  ...reduction,
  matmul,
  ...joining,
  ...indexing,
  ...products,
  ...windows,
  ...norms,
  ...attention,
};

type Vocabulary = typeof vocabulary;
/** The name of an op of the vocabulary, such as `matmul`. */
export type OpName = keyof Vocabulary;

type Flat<T> = { readonly [Key in keyof T]: T[Key] };

/** One operation of a program, as data: the op, its arguments by their ids, and its attributes. */
export type Step = {
  readonly [Op in OpName]: Flat<
    { op: Op; args: PerArgument<Vocabulary[Op]['arity'], Id> } & ValuesOf<Vocabulary[Op]['attributes']>
  >;
}[OpName];

export type StepOf<Name extends OpName> = Extract<Step, { readonly op: Name }>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A step without its arguments: which op, with which attributes. */
export type Operation = DistributiveOmit<Step, 'args'>;

/** The names of all ops of the vocabulary. */
export const opNames = Object.keys(vocabulary) as readonly OpName[];

/** The entry of a step's op, with the step's type forgotten: for code that treats all ops alike. */
export const factsOf = (step: Step): CaseEntry => vocabulary[step.op];

/** The shape of a step's output. @throws {ShapeError} when the arguments do not fit. */
export const inferShape = (step: Step, args: readonly Shape[]): Shape => factsOf(step).shape(step, args);
