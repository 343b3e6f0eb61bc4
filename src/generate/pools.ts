/**
 * The numbers that inputs are made of: short decimals, mostly exact in float32, simplest first. They shrink
 * to the front of their pool, which holds no 0 and starts with different numbers, so that a shrunk case
 * still tells a product from a sum and one entry from the next.
 */
import { isInside } from '../case/domain.js';
import { type Domain, factsOf, type OpName, type Step, vocabulary } from '../case/vocabulary.js';
import { allBiases, type Bias } from './bias.js';
import { anyMagnitude, type Fresh, nearKinks, reachOf, spaced } from './fresh.js';
import { kinkOf } from './kinks.js';
import { hardFor, longStyles } from './long-values.js';
import { entryOf } from './ops/index.js';
import type { Space } from './space.js';
import { spanOf } from './spans.js';

export type Pool = readonly number[];

/** The kind of numbers in a case. Each style except the plain one seeks one bias. */
export type Style = 'plain' | 'integers' | 'zeros' | 'kinks' | 'near' | 'large' | 'small' | LongStyle;

/** Only of long operands: entries that are hard for the op, and entries that are all equal. */
type LongStyle = 'hard' | 'tied';

const plain: Pool = [2, 3, -1.5, 1, -2, 0.5, 4, -0.5, 2.5, -3, 1.5, -1, 0.25, -2.5, 3.5, -0.75, 0.7, -1.1];
const integers: Pool = [2, 3, -1, 1, -2, 4, -3, -4];
const zeros: Pool = [0, 2, -1.5, 0, 3, 0.5, -2, 0];
const small: Pool = [0.125, 0.0625, -0.1, -0.125, 0.01, -0.001];
/** Small, yet safe to divide by and to raise to a negative power. */
const smallish: Pool = [0.125, -0.1875, 0.2, -0.125];
/** Large values of a program's inputs: not so large, because many steps may follow. */
const wide: Pool = [5, -8, 2.5, 10, -4, 6.5, -20, 0.5];

/** Large values of an op's argument. */
const large: Pool = [100, 40, -250, 1000, -7];

/** What each style seeks. */
export const soughtBy: Readonly<Record<Style, Bias | undefined>> = {
  plain: undefined,
  integers: 'integer-values',
  zeros: 'zero-values',
  kinks: 'kink',
  near: undefined,
  large: 'large-values',
  small: 'small-values',
  hard: undefined,
  tied: undefined,
};

/** The styles that matter for this op and that the space allows. */
export function stylesOf(op: OpName, space: Space): Style[] {
  const { biases, long } = space;
  // The entries of other styles are few numbers, which a long array would repeat.
  if (long !== undefined) return longStyles(op, space);
  const { kink: where } = vocabulary[op];
  const kink = where !== 'none';
  const seek: readonly (readonly [Style, Bias, boolean])[] = [
    ['integers', 'integer-values', true],
    ['zeros', 'zero-values', where !== 'zero' && where !== 'tie' && where !== 'origin'],
    ['kinks', 'kink', kink],
    ['kinks', 'kink', kink],
    ['near', 'kink', kink],
    ['near', 'kink', kink],
    ['large', 'large-values', true],
    ['small', 'small-values', true],
  ];
  const sought = seek.flatMap(([style, bias, applies]) => (applies && biases.has(bias) ? [style] : []));
  return [...Array<Style>(7).fill('plain'), ...sought, ...(entryOf(op).styles?.(space) ?? [])];
}

/**
 * The pool of one operand: inside the domain, in this style, without biases that the space leaves out. Kinks are
 * sought, not met by chance: in other styles the operands of maximum and minimum draw from different numbers. (But
 * entries of one array may be equal: max, min, sort and max_pool cannot avoid that.)
 */
export function poolOf(step: Step, operand: number, style: Style, space: Space): Pool {
  const where = domainOf(step, operand);
  const inside = (pool: Pool) => restrict(pool, where, space);
  const chosen = inside(styled(step, operand, style, where));
  const pool = chosen.length > 0 ? chosen : inside(plain);
  return style === 'kinks' ? pool : kinkOf(step).off(pool, step, operand);
}

/**
 * Which numbers an operand may hold besides its pool: none in styles that seek few numbers, or in a space that leaves
 * numbers out. Those of a long one are no two alike unless they shall tie: settling large and tiny ones would take minutes.
 */
export function freshOf(step: Step, operand: number, style: Style, space: Space): Fresh | undefined {
  const domain = domainOf(step, operand);
  if (space.long !== undefined) {
    const usual = spaced(allowedIn(domain, space), operand);
    if (style === 'tied') return () => 2;
    return style === 'hard' ? hardFor(step, operand, space, usual) : usual;
  }
  if (space.biases.size < allBiases.length) return undefined;
  if (style === 'near') return nearKinks(step, operand, space);
  return style === 'plain' ? anyMagnitude(reachOf(step, domain, space), domain) : undefined;
}

/** What is left of a domain if the space leaves out negative numbers, or those near 0. */
function allowedIn(domain: Domain, { biases }: Space): Domain {
  if (!biases.has('negative-values')) return 'positive';
  return domain === 'real' && !biases.has('small-values') ? 'nonzero' : domain;
}

/** The pool of an input that may be any real number, or any positive one. */
export function freePool(style: Style, domain: Domain, space: Space): Pool {
  const pools: Partial<Record<Style, Pool>> = { integers, zeros, large: wide };
  return restrict(pools[style] ?? plain, domain, space);
}

/** The domain of an operand; one that is read twice must be in both domains. */
function domainOf(step: Step, operand: number): Domain {
  const domains = factsOf(step).domain(step);
  const own = domains.filter((_, other) => step.args[other] === step.args[operand]);
  return (['positive', 'nonzero', 'above -1'] as const).find((strict) => own.includes(strict)) ?? 'real';
}

function styled(step: Step, operand: number, style: Style, domain: Domain): Pool {
  const entry = entryOf(step.op);
  const twice = step.args[0] === step.args[1];
  switch (style) {
    case 'plain':
    case 'near':
    case 'hard':
    case 'tied':
      return plain;
    case 'integers':
      return integers;
    case 'zeros':
      return zeros;
    case 'kinks':
      return kinkOf(step).pool(step, operand);
    case 'large':
      return operand === 0 && !twice ? (entry.large ?? large) : plain;
    case 'small':
      return (entry.tiny ?? domain === 'real')
        ? small.map((value) => (domain === 'positive' ? Math.abs(value) : value))
        : smallish;
  }
}

/** The numbers in the domain that show only biases of the space, and fit its dtype. */
function restrict(pool: Pool, domain: Domain, { biases, dtype }: Space): Pool {
  const [least, most] = spanOf[dtype].pools;
  return pool.filter(
    (value) =>
      (value === 0 || (Math.abs(value) >= least && Math.abs(value) <= most)) &&
      isInside(value, domain) &&
      (biases.has('negative-values') || value >= 0) &&
      (biases.has('zero-values') || value !== 0) &&
      (biases.has('integer-values') || value === 0 || !Number.isInteger(value)) &&
      (biases.has('large-values') || Math.abs(value) < 5) &&
      (biases.has('small-values') || value === 0 || Math.abs(value) >= 0.25),
  );
}
