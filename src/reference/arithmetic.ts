/**
 * The number types that the reference computes with, both from mathjs: doubles, and BigNumbers of a chosen
 * precision. The typed functions' own signatures are called directly, which spares the dispatch on every scalar.
 */
import type { BigNumber } from 'mathjs';
import math from 'mathjs/lib/browser/math.js';

export interface Arithmetic<T> {
  from(value: number): T;
  toNumber(value: T): number;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  multiply(a: T, b: T): T;
  divide(a: T, b: T): T;
  /** a ** b, real: NaN for a negative base and a fractional exponent. */
  power(a: T, b: T): T;
  exp(a: T): T;
  log(a: T): T;
  sqrt(a: T): T;
  sin(a: T): T;
  cos(a: T): T;
  tanh(a: T): T;
  abs(a: T): T;
  /** Negative, zero or positive as a is less than, equal to or greater than b. */
  compare(a: T, b: T): number;
}

type Signatures = { readonly signatures: Readonly<Record<string, unknown>> };

function signature(instance: object, name: string, types: string): unknown {
  const found = (instance as Record<string, Signatures | undefined>)[name]?.signatures[types];
  if (found === undefined) throw new Error(`mathjs has no ${name}(${types}); reinstall with npm ci`);
  return found;
}

function arithmeticOf<T>(
  instance: object,
  type: string,
  conversions: Pick<Arithmetic<T>, 'from' | 'toNumber' | 'compare'>,
): Arithmetic<T> {
  const one = (name: string) => signature(instance, name, type) as (a: T) => T;
  const two = (name: string) => signature(instance, name, `${type},${type}`) as (a: T, b: T) => T;
  return {
    ...conversions,
    add: two('addScalar'),
    subtract: two('subtractScalar'),
    multiply: two('multiplyScalar'),
    divide: two('divideScalar'),
    power: two('pow'),
    exp: one('exp'),
    log: one('log'),
    sqrt: one('sqrt'),
    sin: one('sin'),
    cos: one('cos'),
    tanh: one('tanh'),
    abs: one('abs'),
  };
}

/** Doubles, by mathjs's number functions; outside their domain they give NaN (never a complex number). */
export const float64: Arithmetic<number> = arithmeticOf<number>(
  math.create(math.all as math.FactoryFunctionMap, { predictable: true }),
  'number',
  { from: (value) => value, toNumber: (value) => value, compare: (a, b) => a - b },
);

/** BigNumbers that carry this many significant decimal digits. */
export function bigNumbers(digits: number): Arithmetic<BigNumber> {
  const instance = math.create(math.all as math.FactoryFunctionMap, { predictable: true });
  instance.config({ precision: digits });
  return arithmeticOf<BigNumber>(instance, 'BigNumber', {
    from: (value) => exactly(value, instance),
    toNumber: (value) => value.toNumber(),
    compare: (a, b) => a.comparedTo(b),
  });
}

/**
 * The BigNumber equal to a double (to the precision), not to its shortest decimal: near 1e10 these differ by 1e-7,
 * and a sine with them.
 */
export function exactly(value: number, instance: math.MathJsInstance): BigNumber {
  if (!Number.isFinite(value)) return instance.bignumber(value);
  let mantissa = value;
  let halvings = 0;
  for (; !Number.isInteger(mantissa); halvings++) mantissa *= 2;
  const whole = instance.bignumber(BigInt(mantissa).toString());
  return halvings === 0 ? whole : (instance.divide(whole, instance.bignumber(2).pow(halvings)) as BigNumber);
}
