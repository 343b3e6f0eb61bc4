/** Functions of plain numbers and nested arrays, or of anybody's tensors, as subjects. */
import { at } from '../case/at.js';
import { batchProblem, sliceOf, stacked } from '../case/batch.js';
import { formatShape, type Shape, sizeOf } from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import { NoAnswer } from './no-answer.js';
import type { Gradients, Subject, Tensors } from './subject.js';

/** A number, or arrays of them: `[[1, 2], [3, 4]]`. Float64Array and Float32Array are arrays, too. */
export type Nested = number | ArrayLike<number> | readonly Nested[];

/** How somebody's tensors are made of data, and what they hold. */
export interface Conversion<T> {
  readonly from: (data: TensorData) => T;
  readonly to: (tensor: T) => TensorData | Promise<TensorData>;
}

export const nested: Conversion<Nested> = {
  from: ({ shape, data }) => nestedOf(shape, data, 0, 0),
  to: (value) => dataOf(value),
};

function nestedOf(shape: Shape, data: readonly number[], axis: number, start: number): Nested {
  if (axis === shape.length) return at(data, start);
  const step = sizeOf(shape.slice(axis + 1));
  return Array.from({ length: shape[axis] as number }, (_, n) =>
    nestedOf(shape, data, axis + 1, start + n * step),
  );
}

/** @throws {TypeError} if it is not a number, or arrays of one shape */
export function dataOf(value: unknown): TensorData {
  const shape: number[] = [];
  for (let inner = value; isArrayLike(inner); inner = inner[0]) shape.push(inner.length);
  const data: number[] = [];
  const collect = (each: unknown, axis: number): void => {
    if (axis === shape.length) {
      if (typeof each !== 'number')
        throw new TypeError(`expected a number, or nested arrays of numbers, got ${said(each)}`);
      data.push(each);
      return;
    }
    if (!isArrayLike(each) || each.length !== shape[axis])
      throw new TypeError(
        `expected nested arrays of the shape ${formatShape(shape)}; some are longer than others`,
      );
    for (let k = 0; k < each.length; k++) collect(each[k], axis + 1);
  };
  collect(value, 0);
  return { dtype: value instanceof Float32Array ? 'float32' : 'float64', shape, data };
}

const isArrayLike = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || value instanceof Float64Array || value instanceof Float32Array;

const said = (value: unknown): string =>
  value === undefined ? 'nothing' : `${typeof value} ${String(value)}`;

/** A function, and its gradient written by hand. */
export interface Written<T> {
  readonly name: string;
  /** The output; a list of them if `outputs` is more than 1. */
  readonly f: (...inputs: T[]) => unknown;
  /**
   * The vjp: takes the inputs, then one cotangent per output, and returns the gradient of its only input, or a list with one
   * per input. One that takes the inputs alone is the gradient of a number.
   */
  readonly gradient: (...inputsAndCotangents: T[]) => unknown;
  readonly takesCotangent: boolean;
  /** Takes the inputs, then one tangent per input; returns what `f` does: Jv. */
  readonly jvp?: ((...inputsAndTangents: T[]) => unknown) | undefined;
  /** As `gradient`, with an axis in front of every cotangent and gradient. */
  readonly vmap?: ((...inputsAndCotangents: T[]) => unknown) | undefined;
  /** The vjp of the gradient: takes what the gradient takes, then one direction per input; returns a gradient by each. */
  readonly second?: ((...inputsCotangentsAndDirections: T[]) => unknown) | undefined;
  readonly inputs: number;
  readonly outputs: number;
  readonly conversion: Conversion<T>;
}

export function subjectOf<T>(written: Written<T>): Subject {
  const { name, f, gradient, takesCotangent, inputs: count, outputs, conversion } = written;
  const { from } = conversion;
  const toData = (value: unknown): Promise<TensorData> => Promise.resolve(conversion.to(value as T));
  const all = <A, B>(list: readonly A[], run: (item: A) => Promise<B>): Promise<B[]> =>
    Promise.all(list.map(run));
  const outputsIn = (answer: unknown, who: string) =>
    all(outputs === 1 ? [answer] : listOf(answer, outputs, `${who} returned`), async (each) =>
      each === null ? nothing : toData(each),
    );
  const valuesAt = async (inputs: Tensors): Promise<TensorData[]> =>
    outputsIn(await f(...inputs.map(from)), name);
  const vjpAt = async (inputs: Tensors, cotangent: Tensors): Promise<Gradients> => {
    const answer = await gradient(...[...inputs, ...(takesCotangent ? cotangent : [])].map(from));
    const gradients = await gradientsIn(answer, 'the gradient');
    return takesCotangent ? gradients : times(gradients, cotangent, name);
  };
  const gradientsIn = (answer: unknown, who: string): Promise<Gradients> =>
    all(count === 1 ? [answer] : listOf(answer, count, `${who} returned`), async (each) =>
      each === null ? null : toData(each),
    );
  const { jvp, vmap, second } = written;
  return {
    name,
    values: (points) => all(points, valuesAt),
    vjps: (inputs, cotangents) => all(cotangents, (cotangent) => vjpAt(inputs, cotangent)),
    ...(jvp && {
      jvp: async (inputs, tangent) => outputsIn(await jvp(...[...inputs, ...tangent].map(from)), 'the jvp'),
    }),
    ...(vmap && {
      batched: async (inputs, cotangents) => {
        const answer = await vmap(...[...inputs, ...stacked(cotangents)].map(from));
        return slicesOf(await gradientsIn(answer, 'the batched vjp'), cotangents.length);
      },
    }),
    ...(second && { second: { subject: secondOf(written, second), takesCotangent } }),
  };
}

/** What stands in the place of the gradient by an integer, where gradients are the outputs of a function. */
const nothing: TensorData = { dtype: 'float64', shape: [0], data: [] };

/** The gradient as a function of the inputs and the cotangents. */
function secondOf<T>(written: Written<T>, second: NonNullable<Written<T>['second']>): Subject {
  const { name, gradient, takesCotangent, inputs, outputs, conversion } = written;
  return subjectOf({
    name: `the gradient of ${name}`,
    f: gradient,
    gradient: second,
    takesCotangent: true,
    inputs: inputs + (takesCotangent ? outputs : 0),
    outputs: inputs,
    conversion,
  });
}

function slicesOf(gradients: Gradients, count: number): Gradients[] {
  const problem = batchProblem(gradients, count);
  if (problem !== undefined) throw new NoAnswer({ kind: 'malformed', problem });
  return Array.from({ length: count }, (_, index) =>
    gradients.map((each) => each && sliceOf(each, index, count)),
  );
}

function listOf(value: unknown, length: number, what: string): readonly unknown[] {
  if (Array.isArray(value) && value.length === length) return value;
  throw new TypeError(`${what} ${said(value)}; expected a list of ${length}`);
}

/** The gradient of a number, times the number's cotangent. */
function times(gradients: Gradients, cotangent: Tensors, name: string): Gradients {
  const [delta] = cotangent;
  if (cotangent.length !== 1 || delta === undefined || delta.data.length !== 1) {
    const shapes = cotangent.map(({ shape }) => formatShape(shape)).join(', ');
    throw new TypeError(
      `${name} returns an array of shape ${shapes}, so its gradient needs the cotangent as its last parameter: (x, dy) => …`,
    );
  }
  const factor = at(delta.data, 0);
  return gradients.map((gradient) =>
    gradient === null ? null : { ...gradient, data: gradient.data.map((entry) => entry * factor) },
  );
}
