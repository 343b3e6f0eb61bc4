/**
 * The number types that the reference computes with, both from mathjs: doubles, and BigNumbers of a chosen precision.
 * The typed functions' signatures are called directly, which avoids the dispatch on every scalar.
 */
import type * as mathjs from 'mathjs';
import type { BigNumber } from 'mathjs';
import { math } from './mathjs.js';

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
  /** ln(1 + a), accurate for small a too. */
  log1p(a: T): T;
  /** eᵃ - 1, accurate for small a too. */
  expm1(a: T): T;
  /** The angle of the point (x, y), from -π to π. */
  atan2(y: T, x: T): T;
  /** 2/√π ∫₀ᵃ e^(−t²) dt */
  erf(a: T): T;
  readonly pi: T;
  isFinite(a: T): boolean;
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
  own: Pick<Arithmetic<T>, 'from' | 'toNumber' | 'compare' | 'erf' | 'log1p' | 'expm1' | 'pi' | 'isFinite'>,
): Arithmetic<T> {
  const one = (name: string) => signature(instance, name, type) as (a: T) => T;
  const two = (name: string) => signature(instance, name, `${type},${type}`) as (a: T, b: T) => T;
  return {
    ...own,
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
    atan2: two('atan2'),
  };
}

/** Making an instance takes longer than most cases: doubles, which have no digits to choose, share one. */
const instances = new Map<number, mathjs.MathJsInstance>();

function instanceOf(digits: number): mathjs.MathJsInstance {
  const found = instances.get(digits);
  if (found !== undefined) return found;
  const instance = math.create(math.all as mathjs.FactoryFunctionMap);
  instance.config({ precision: digits, predictable: true });
  instances.set(digits, instance);
  return instance;
}

/** How many digits truths are settled to. */
export const settledDigits = 40;

/** Doubles, by mathjs's number functions; outside their domain they give NaN (never a complex number). */
export const float64: Arithmetic<number> = numbers();

function numbers(): Arithmetic<number> {
  const instance = instanceOf(settledDigits);
  return arithmeticOf<number>(instance, 'number', {
    from: (value) => value,
    toNumber: (value) => value,
    compare: (a, b) => a - b,
    isFinite: Number.isFinite,
    erf: signature(instance, 'erf', 'number') as (a: number) => number,
    log1p: signature(instance, 'log1p', 'number') as (a: number) => number,
    expm1: signature(instance, 'expm1', 'number') as (a: number) => number,
    pi: instance.pi,
  });
}

/** BigNumbers that carry this many significant decimal digits; they, too, give NaN outside a domain. */
export function bigNumbers(digits: number): Arithmetic<BigNumber> {
  const instance = instanceOf(digits);
  const plain = arithmeticOf<BigNumber>(instance, 'BigNumber', {
    from: (value) => exactly(value, instance),
    toNumber: (value) => value.toNumber(),
    compare: (a, b) => a.comparedTo(b),
    isFinite: (value) => value.isFinite(),
    erf: (value) => erfSeries(value, digits),
    log1p: (value) => log1pSeries(value, digits),
    expm1: (value) => expm1Series(value, digits),
    pi: instance.bignumber(-1).acos(),
  });
  const slow = ['exp', 'log', 'sqrt', 'sin', 'cos', 'tanh', 'erf', 'log1p'] as const;
  return { ...plain, ...Object.fromEntries(slow.map((name) => [name, remembering(plain[name])])) };
}

const mostRemembered = 2 ** 13;

/**
 * The function, with its latest values kept: differences move one entry of an array at a time, and a series at 40 digits
 * takes some fifty times as long as looking a value up.
 */
function remembering(slow: (a: BigNumber) => BigNumber): (a: BigNumber) => BigNumber {
  const known = new Map<string, BigNumber>();
  return (a) => {
    const key = a.valueOf();
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = slow(a);
    if (known.size === mostRemembered) known.clear();
    known.set(key, value);
    return value;
  };
}

/** mathjs has no erf of BigNumbers. By DLMF 7.6.2, a series in which nothing cancels; beyond 12 it is 1 to 60 digits. */
function erfSeries(x: BigNumber, digits: number): BigNumber {
  if (x.isZero()) return x;
  if (x.abs().greaterThan(12)) return x.greaterThan(0) ? x.pow(0) : x.pow(0).negated();
  const doubled = x.times(x).times(2);
  let term = x.times(2).div(x.times(0).acos().times(2).sqrt()).times(x.times(x).negated().exp());
  let total = term;
  for (let n = 1; term.abs().greaterThan(total.abs().times(`1e-${digits + 2}`)); n++) {
    term = term.times(doubled).div(2 * n + 1);
    total = total.plus(term);
  }
  return total;
}

/**
 * ln(1 + x) with all digits for a small x, of which mathjs's, which adds 1 first, loses those below the precision:
 * 2 artanh(x / (2 + x)), as a series.
 */
function log1pSeries(x: BigNumber, digits: number): BigNumber {
  if (x.isZero()) return x;
  if (x.abs().greaterThan(0.5)) return x.plus(1).ln();
  const z = x.div(x.plus(2));
  const square = z.times(z);
  let power = z;
  let total = z;
  for (let n = 3; power.abs().greaterThan(total.abs().times(`1e-${digits + 2}`)); n += 2) {
    power = power.times(square);
    total = total.plus(power.div(n));
  }
  return total.times(2);
}

/** eˣ - 1 with all digits for a small x, of which a subtraction loses those below the precision: its series. */
function expm1Series(x: BigNumber, digits: number): BigNumber {
  if (x.isZero()) return x;
  if (x.abs().greaterThan(0.5)) return x.exp().minus(1);
  let term = x;
  let total = x;
  for (let n = 2; term.abs().greaterThan(total.abs().times(`1e-${digits + 2}`)); n++) {
    term = term.times(x).div(n);
    total = total.plus(term);
  }
  return total;
}

/**
 * The BigNumber equal to a double (to the precision), not to its shortest decimal: near 1e10 these differ by 1e-7,
 * and a sine with them.
 */
export function exactly(value: number, instance: mathjs.MathJsInstance): BigNumber {
  if (!Number.isFinite(value)) return instance.bignumber(value);
  let mantissa = value;
  let halvings = 0;
  for (; !Number.isInteger(mantissa); halvings++) mantissa *= 2;
  const whole = instance.bignumber(BigInt(mantissa).toString());
  return halvings === 0 ? whole : (instance.divide(whole, instance.bignumber(2).pow(halvings)) as BigNumber);
}
