/**
 * Where the values of an id lie: programs are drawn without computing them, and yet no log meets a negative
 * number and nothing overflows.
 */
import { letterSizes, parseEquation } from '../case/equation.js';
import { type Axes, normalizeAxes, type Shape, sizeOf } from '../case/shape.js';
import type { Step, StepOf } from '../case/step.js';
import { factsOf } from '../case/vocabulary.js';

export interface Range {
  readonly low: number;
  readonly high: number;
  /** All values are at least this far from zero. */
  readonly away: number;
}

/** Intermediate values stay below this, and arguments that must not be zero stay this far from it. */
const mostMagnitude = 1000;
const leastAway = 0.1;

export const between = (low: number, high: number, away = 0): Range => ({
  low,
  high,
  away: Math.max(away, low, -high),
});

/** The range of these values; of none, zero. */
export const rangeOfValues = (values: readonly number[]): Range =>
  values.length === 0
    ? between(0, 0)
    : between(Math.min(...values), Math.max(...values), Math.min(...values.map(Math.abs)));

/** The range of a step's output, or undefined where the step could leave its domain or grow too large. */
export function safeRange(step: Step, args: readonly Range[], shapes: readonly Shape[]): Range | undefined {
  const safe = factsOf(step)
    .domain(step)
    .every((domain, index) => {
      const { low, away } = args[index] as Range;
      return domain === 'real' || (domain === 'positive' ? low : away) >= leastAway;
    });
  if (!safe) return undefined;
  const range = rangeOf(step, args as readonly [Range, Range], shapes);
  return range.low >= -mostMagnitude && range.high <= mostMagnitude ? range : undefined;
}

const magnitude = ({ low, high }: Range): number => Math.max(-low, high);
const scaled = ({ low, high, away }: Range, factor: number): Range =>
  factor < 0
    ? between(high * factor, low * factor, -away * factor)
    : between(low * factor, high * factor, away * factor);
const shifted = ({ low, high }: Range, by: number): Range => between(low + by, high + by);
/** Of a function that never falls. */
const mapped = ({ low, high }: Range, map: (value: number) => number): Range => between(map(low), map(high));

/** Of a function of two arguments that is monotone in each: its extremes are at the corners. */
function corners(a: Range, b: Range, of: (x: number, y: number) => number, away = 0): Range {
  const values = [of(a.low, b.low), of(a.low, b.high), of(a.high, b.low), of(a.high, b.high)];
  return between(Math.min(...values), Math.max(...values), away);
}
const product = (a: Range, b: Range): Range => corners(a, b, (x, y) => x * y, a.away * b.away);

/** How many entries are reduced to one. */
function reduced(
  step: Extract<Step, { axes: Axes; keepdims: boolean }> | StepOf<'softmax' | 'logsoftmax' | 'layer_norm'>,
  shape: Shape,
): number {
  return normalizeAxes(step.axes, shape.length, step.op).reduce(
    (count, axis) => count * (shape[axis] as number),
    1,
  );
}

function rangeOf(step: Step, args: readonly [Range, Range, ...Range[]], shapes: readonly Shape[]): Range {
  const [a, b] = args;
  const [shape = []] = shapes;
  switch (step.op) {
    case 'add':
      return between(a.low + b.low, a.high + b.high);
    case 'subtract':
      return between(a.low - b.high, a.high - b.low);
    case 'multiply':
      return product(a, b);
    case 'divide':
      return quotient(a, b);
    case 'power':
      return corners(a, b, (x, y) => x ** y);
    case 'maximum':
      return between(Math.max(a.low, b.low), Math.max(a.high, b.high), Math.min(a.away, b.away));
    case 'minimum':
      return between(Math.min(a.low, b.low), Math.min(a.high, b.high), Math.min(a.away, b.away));
    case 'add_scalar':
      return shifted(a, step.scalar);
    case 'mul_scalar':
      return scaled(a, step.scalar);
    case 'divide_scalar':
      return scaled(a, 1 / step.scalar);
    case 'power_scalar':
      return powerRange(a, step.scalar);
    case 'negate':
      return scaled(a, -1);
    case 'exp':
      return mapped(a, Math.exp);
    case 'log':
      return mapped(a, Math.log);
    case 'sqrt':
      return mapped(a, Math.sqrt);
    case 'tanh':
      return mapped(a, Math.tanh);
    case 'sigmoid':
      return mapped(a, (x) => 1 / (1 + Math.exp(-x)));
    case 'sin':
    case 'cos':
      return between(-1, 1);
    case 'relu':
      return mapped(a, (x) => Math.max(0, x));
    case 'abs':
      return between(a.away, magnitude(a));
    case 'where':
      return together(a, b);
    case 'clip':
      return mapped(a, (x) => Math.min(Math.max(x, step.min ?? x), step.max ?? x));
    case 'softplus':
      return mapped(a, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
    case 'gelu':
      // Both forms lie between x and 0, and no lower than -0.171.
      return between(a.low < 0 ? -0.171 : 0, Math.max(0, a.high));
    case 'max':
    case 'min':
    case 'sort':
      return a;
    case 'var': {
      const count = reduced(step, shape);
      return between(0, (((a.high - a.low) ** 2 / 4) * count) / (count - step.correction));
    }
    case 'cumsum':
      return together(a, scaled(between(a.low, a.high), shape.at(step.axis) as number));
    case 'dropout':
      return together(zero, scaled(a, 1 / (1 - step.p)));
    case 'cross_entropy':
      return between(0, a.high - a.low + Math.log(shape[1] as number));
    case 'mse_loss':
      // The mean of nothing is not a number.
      return shapes.some((each) => each.includes(0))
        ? between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
        : between(0, Math.max(a.high - b.low, b.high - a.low) ** 2);
    case 'layer_norm':
      return standardizedRange(reduced(step, shape));
    case 'batch_norm':
      return standardizedRange(sizeOf(shape) / (shape[1] || 1));
    case 'summation':
      return scaled(between(a.low, a.high), reduced(step, shape));
    case 'mean':
      return between(a.low, a.high);
    case 'logsumexp':
      return shifted(a, Math.log(reduced(step, shape)));
    case 'softmax':
      return shares(a, reduced(step, shape));
    case 'logsoftmax':
      return mapped(shares(a, reduced(step, shape)), Math.log);
    case 'matmul':
      return scaled(
        corners(a, b, (x, y) => x * y),
        shape.at(-1) as number,
      );
    case 'detach':
    case 'transpose':
    case 'permute':
    case 'reshape':
    case 'broadcast_to':
    case 'split':
    case 'flip':
    case 'undilate':
    case 'slice':
    case 'squeeze':
    case 'unsqueeze':
    case 'expand':
    case 'gather':
    case 'embedding':
      return a;
    case 'stack':
    case 'concat':
      return args.reduce(together);
    case 'dilate':
    case 'pad':
      return together(a, zero);
    case 'einsum':
      return sumOfProducts(args, summedSize(step.equation, shapes));
    case 'conv':
      return together(sumOfProducts([a, b], sizeOf((shapes[1] as Shape).slice(0, 3))), zero);
    case 'avg_pool':
    case 'max_pool':
      return between(a.low, a.high);
  }
}

/** One of n standardized entries is at most √(n - 1), when all others are equal. */
const standardizedRange = (count: number): Range => between(-Math.sqrt(count), Math.sqrt(count));

const zero = between(0, 0);

/** Of values that are in one of two ranges. */
const together = (a: Range, b: Range): Range =>
  between(Math.min(a.low, b.low), Math.max(a.high, b.high), Math.min(a.away, b.away));

/** Of this many terms, each a product of one value of every range. */
const sumOfProducts = (factors: readonly Range[], terms: number): Range => {
  const { low, high } = factors.reduce((a, b) => corners(a, b, (x, y) => x * y));
  return between(low * terms, high * terms);
};

/** Over how many terms an einsum sums. */
function summedSize(equation: string, shapes: readonly Shape[]): number {
  const parsed = parseEquation(equation);
  const sizes = letterSizes(parsed, shapes);
  return sizeOf([...sizes].flatMap(([letter, size]) => (parsed.result.includes(letter) ? [] : [size])));
}

/** The quotient when the divisor may lie on both sides of zero, but not near it. */
function quotient(a: Range, b: Range): Range {
  if (b.low > 0 || b.high < 0) return corners(a, b, (x, y) => x / y, a.away / magnitude(b));
  const most = magnitude(a) / b.away;
  return between(-most, most, a.away / magnitude(b));
}

function powerRange(a: Range, exponent: number): Range {
  if (a.low > 0) return rangeOfValues([a.low ** exponent, a.high ** exponent]);
  const most = exponent < 0 ? a.away ** exponent : magnitude(a) ** exponent;
  const least = exponent < 0 ? magnitude(a) ** exponent : a.away ** exponent;
  return between(exponent % 2 === 0 ? least : -most, most, least);
}

/** What softmax gives each of `count` entries (of none: anything it could give). */
function shares({ low, high }: Range, count: number): Range {
  const others = Math.max(0, count - 1);
  return between(1 / (1 + others * Math.exp(high - low)), 1 / (1 + others * Math.exp(low - high)));
}
