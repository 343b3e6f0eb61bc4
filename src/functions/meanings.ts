/** What operators and functions of an expression mean, as steps. mathjs calls x + y `add`, and -x `unaryMinus`. */
import { type Id, type Operation, type OpName, opNames, vocabulary } from '../case/vocabulary.js';

/** A number that is known before any input is, or what a step makes. */
export type Value = number | { readonly id: Id };
export type Push = (operation: Operation, ...args: readonly Id[]) => Value;
/** @returns undefined if it takes no such operands */
type Meaning = (push: Push, ...args: readonly Value[]) => Value | undefined;

const ofOne =
  (op: OpName, ofNumber?: (x: number) => number): Meaning =>
  (push, a, ...rest) => {
    if (a === undefined || rest.length > 0) return undefined;
    return typeof a === 'number' ? ofNumber?.(a) : push({ op } as Operation, a.id);
  };

/** What an op of two makes of numbers alone, and of a number to the right or to the left of a step. */
interface WithNumbers {
  readonly both?: (a: number, b: number) => number;
  readonly right?: (push: Push, a: Id, b: number) => Value;
  readonly left?: (push: Push, a: number, b: Id) => Value | undefined;
}

const ofTwo =
  (op: OpName, { both, right, left }: WithNumbers = {}): Meaning =>
  (push, a, b, ...rest) => {
    if (a === undefined || b === undefined || rest.length > 0) return undefined;
    if (typeof a === 'number') return typeof b === 'number' ? both?.(a, b) : left?.(push, a, b.id);
    return typeof b === 'number' ? right?.(push, a.id, b) : push({ op } as Operation, a.id, b.id);
  };

const plus = (push: Push, a: Id, scalar: number) => push({ op: 'add_scalar', scalar }, a);
const times = (push: Push, a: Id, scalar: number) => push({ op: 'mul_scalar', scalar }, a);
const clipped = (push: Push, a: Id, min: number | null, max: number | null) =>
  push({ op: 'clip', min, max }, a);
/** The op is called with what another step made. */
const then = (value: Value, go: (id: Id) => Value): Value =>
  typeof value === 'number' ? value : go(value.id);

const add = ofTwo('add', { both: (a, b) => a + b, right: plus, left: (push, a, b) => plus(push, b, a) });
const subtract = ofTwo('subtract', {
  both: (a, b) => a - b,
  right: (push, a, b) => plus(push, a, -b),
  left: (push, a, b) => then(push({ op: 'negate' }, b), (id) => plus(push, id, a)),
});
const multiply = ofTwo('multiply', {
  both: (a, b) => a * b,
  right: times,
  left: (push, a, b) => times(push, b, a),
});
const divide = ofTwo('divide', {
  both: (a, b) => a / b,
  right: (push, a, scalar) => push({ op: 'divide_scalar', scalar }, a),
  left: (push, a, b) =>
    then(push({ op: 'power_scalar', scalar: -1 }, b), (id) => (a === 1 ? { id } : times(push, id, a))),
});
const power = ofTwo('power', {
  both: (a, b) => a ** b,
  right: (push, a, scalar) => push({ op: 'power_scalar', scalar }, a),
  left: (push, a, b) =>
    a > 0 ? then(times(push, b, Math.log(a)), (id) => push({ op: 'exp' }, id)) : undefined,
});
const max = ofTwo('maximum', {
  right: (push, a, b) => clipped(push, a, b, null),
  left: (push, a, b) => clipped(push, b, a, null),
});
const min = ofTwo('minimum', {
  right: (push, a, b) => clipped(push, a, null, b),
  left: (push, a, b) => clipped(push, b, null, a),
});
const negate = ofOne('negate', (x) => -x);

const gelu: Meaning = (push, a, ...rest) =>
  typeof a === 'object' && rest.length === 0 ? push({ op: 'gelu', approximate: 'none' }, a.id) : undefined;
const clip: Meaning = (push, a, low, high, ...rest) =>
  typeof a === 'object' &&
  typeof low === 'number' &&
  typeof high === 'number' &&
  low <= high &&
  rest.length === 0
    ? clipped(push, a.id, low, high)
    : undefined;

/** Ops entry by entry that have no attributes are called as they are. */
const plain = opNames.flatMap((op): (readonly [string, Meaning])[] => {
  const { elementwise, attributes, arity } = vocabulary[op];
  if (!elementwise || Object.keys(attributes).length > 0) return [];
  return [[op, arity === 1 ? ofOne(op) : ofTwo(op)]];
});

/** By the names that they have in an expression. */
export const meanings: ReadonlyMap<string, Meaning> = new Map([
  ...plain,
  ...Object.entries({ add, subtract, multiply, divide, power, negate, gelu, clip }),
  ...Object.entries({ pow: power, max, maximum: max, min, minimum: min }),
  ...Object.entries({
    exp: ofOne('exp', Math.exp),
    log: ofOne('log', Math.log),
    sqrt: ofOne('sqrt', Math.sqrt),
  }),
  ...Object.entries({ unaryMinus: negate, unaryPlus: (_: Push, ...[a]: readonly Value[]) => a }),
  ...Object.entries({ dotMultiply: multiply, dotDivide: divide, dotPow: power }),
]);
