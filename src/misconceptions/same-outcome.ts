/**
 * Whether two implementations gave the same answer to a case: shapes, dtypes, numbers up to rounding, and what else
 * they report.
 */
import { at } from '../case/at.js';
import type { Done, Outcome } from '../case/implementation.js';
import { sameShape } from '../case/shape.js';
import type { DType, TensorData } from '../case/tensor-data.js';

/**
 * How much two ways of writing one formula may differ by rounding, relative to a tensor's largest entry. A slip in the
 * ninth digit is another mistake.
 */
const rounding: Readonly<Record<DType, number>> = {
  float64: 1e-9,
  float32: 2e-6,
  float16: 2 ** -9,
  bfloat16: 2 ** -6,
};

/**
 * What may be left if terms cancel, as in a gradient of a/a: one way of writing it gives 0, another a few roundings.
 */
const residue: Readonly<Record<DType, number>> = {
  float64: 1e-13,
  float32: 1e-5,
  float16: 2 ** -9,
  bfloat16: 2 ** -6,
};

export function sameOutcome(a: Outcome, b: Outcome): boolean {
  if (a.kind === 'malformed' && b.kind === 'malformed') return sameProblem(a.problem, b.problem);
  if (a.kind === 'crashed' && b.kind === 'crashed') return sameCrash(a, b);
  if (a.kind === 'done' && b.kind === 'done') return sameDone(a, b);
  return a.kind === b.kind;
}

/** Whatever the class is called that has the rule. */
export const sameProblem = (a: string, b: string): boolean => unnamed(a) === unnamed(b);

const unnamed = (problem: string): string => problem.replace(/^\w+(?=: |\.backward )/, '');

type Crashed = Extract<Outcome, { kind: 'crashed' }>;

export const sameCrash = (
  { error: a }: Pick<Crashed, 'error'>,
  { error: b }: Pick<Crashed, 'error'>,
): boolean => a.type === b.type && spoken(a.message) === spoken(b.message);

/** V8 quotes the expression that is not a function or is undefined; only its last member matters, not the variable. */
const spoken = (message: string): string =>
  message.replace(/^(?:[\w$]+(?:\(\.\.\.\))?\.)+(\w+ is not (?:a function|iterable))/, '$1');

function sameDone(a: Done, b: Done): boolean {
  return (
    sameTensors(a.values, b.values) &&
    sameTensors(a.vjps.flat(), b.vjps.flat()) &&
    sameTensors(a.seconds.flat(), b.seconds.flat()) &&
    sameTensors(a.echo, b.echo) &&
    sameWhereKnown(a.jvps, b.jvps, (one, other) => sameTensors(one.flat(), other.flat())) &&
    sameWhereKnown(a.aliases, b.aliases, (one, other) => one.join() === other.join()) &&
    sameWhereKnown(a.ruleCalls, b.ruleCalls, (one, other) => one === other)
  );
}

/** Not every implementation can tell. */
const sameWhereKnown = <T>(a: T | undefined, b: T | undefined, agree: (a: T, b: T) => boolean): boolean =>
  a === undefined || b === undefined || agree(a, b);

const sameTensors = (a: readonly TensorData[], b: readonly TensorData[]): boolean =>
  a.length === b.length && a.every((tensor, index) => sameTensor(tensor, at(b, index)));

function sameTensor(a: TensorData, b: TensorData): boolean {
  if (a.dtype !== b.dtype || !sameShape(a.shape, b.shape)) return false;
  const finite = [...a.data, ...b.data].filter(Number.isFinite).map(Math.abs);
  const largest = finite.reduce((most, entry) => Math.max(most, entry), 0);
  const allowed = Math.max(residue[a.dtype], rounding[a.dtype] * largest);
  return a.data.every((entry, at) => same(entry, b.data[at] as number, allowed));
}

/** Zeros are equal, whatever their signs. */
export const same = (a: number, b: number, allowed: number): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= allowed;
