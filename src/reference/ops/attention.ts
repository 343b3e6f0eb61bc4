/** Attention, entry by entry, and rotary embeddings. */
import { at } from '../../case/at.js';
import { normalizeAxis, type Shape, sizeOf, stridesOf } from '../../case/shape.js';
import { inferShape, type StepOf } from '../../case/vocabulary.js';
import { type Arithmetic, float64 } from '../arithmetic.js';
import type { Entries, Family, Kernel } from '../entry.js';
import { gathering, straight } from '../facts.js';
import { ofReading } from '../groups.js';
import { type Layout, ofReads, type Turn } from '../layout.js';
import { type Evaluated, each, few, type OfSlopes, plain, type Rounding, summing } from '../rounding.js';

type Attention = StepOf<'attention'>;

/**
 * What each output entry reads: its query, every key that it sees, one entry of each of their values, and of the mask one
 * for each of them. Keys are read one after another.
 */
function seenBy(step: Attention, shapes: readonly Shape[]): Layout {
  const out = inferShape(step, shapes);
  const [queries, keys, values, mask] = shapes as readonly [Shape, Shape, Shape, Shape?];
  const [width, count, depth, length] = [queries.at(-1), keys.at(-2), values.at(-1), queries.at(-2)] as [
    number,
    number,
    number,
    number,
  ];
  const each = (size: number, place: (at: number) => number) =>
    Int32Array.from({ length: size }, (_, i) => place(i));
  const entries = Array.from({ length: sizeOf(out) / depth || 0 }, (_, row) => {
    const batch = Math.floor(row / length);
    const seen = step.causal ? Math.min(count, (row % length) + 1) : count;
    // All entries of a row share these lists, by which the kernel knows them as one row.
    const query = each(width, (c) => row * width + c);
    const key = each(seen * width, (i) => batch * count * width + i);
    // The mask is repeated along the axes that it lacks.
    const added = each(mask === undefined ? 0 : seen, (s) => (row * count + s) % sizeOf(mask ?? []));
    return Array.from({ length: depth }, (_, column) => [
      query,
      key,
      each(seen, (s) => (batch * count + s) * depth + column),
      added,
    ]);
  }).flat();
  return ofReads(shapes.map((_, argument) => entries.map((own) => at(own, argument))));
}

/** Of each key that an output entry sees, its probability: e^score over the sum of all. */
function weightsOf<T>(m: Arithmetic<T>, { reads }: Layout, args: readonly Entries<T>[], k: number): T[] {
  const [query, keys, seen, mask] = reads.map((list) => at(list, k)) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array?,
  ];
  const [queries, keyed, , masks] = args as [Entries<T>, Entries<T>, Entries<T>, Entries<T>?];
  const width = query.length;
  const root = m.sqrt(m.from(width));
  const scores: T[] = [];
  for (let s = 0; s < seen.length; s++) {
    let product = m.from(0);
    for (let c = 0; c < width; c++)
      product = m.add(
        product,
        m.multiply(queries[query[c] as number] as T, keyed[keys[s * width + c] as number] as T),
      );
    const score = m.divide(product, root);
    scores.push(mask === undefined ? score : m.add(score, masks?.[mask[s] as number] as T));
  }
  const top = scores.reduce((most, score) => (m.compare(score, most) > 0 ? score : most));
  const powers = scores.map((score) => m.exp(m.subtract(score, top)));
  const total = powers.reduce((sum, power) => m.add(sum, power));
  return powers.map((power) => m.divide(power, total));
}

/** How much every weight counts in the rounding of slopes: at 40 digits, slopes below 1e-20 of the values are not seen. */
const negligible = 2 ** -12;

/** By keys with smaller weights nothing is lost. */
const leastWeight = 2 ** -80;

/** One output entry in doubles, and what rounding may cost it. */
interface Sizes {
  readonly weights: readonly number[];
  /** For each key, the size of value - output: what its weight is multiplied by in a slope. */
  readonly spans: readonly number[];
  /** Σ weight·|value| */
  readonly magnitude: number;
  /** How many roundings a weight takes. */
  readonly coefficient: number;
}

function sizesIn({ layout, args, precision }: Evaluated<Attention>, k: number): Sizes {
  const weights = weightsOf(float64, layout, args, k);
  const values = Array.from(at(at(layout.reads, 2), k), (position) => args[2]?.[position] as number);
  const magnitude = values.reduce((sum, value, s) => sum + (weights[s] as number) * Math.abs(value), 0);
  const [query, keys, , mask] = layout.reads.map((list) => at(list, k));
  const width = query?.length ?? 1;
  // A score is off by the rounding of its terms, and e^score relatively by as much.
  const largest = weights.reduce((most, weight, s) => {
    if (weight < leastWeight) return most;
    const terms = Array.from(query ?? [], (position, c) =>
      Math.abs((args[0]?.[position] as number) * (args[1]?.[keys?.[s * width + c] as number] as number)),
    );
    const product = terms.reduce((sum, term) => sum + term, 0) / Math.sqrt(width);
    const added = mask?.[s] === undefined ? 0 : Math.abs(args[3]?.[mask[s] as number] as number);
    return Math.max(most, (few + summing(width, precision)) * product + added);
  }, 0);
  return {
    weights,
    spans: values.map((value) => Math.abs(value) + magnitude),
    magnitude,
    coefficient: 2 * few + summing(weights.length, precision) + 2 * largest,
  };
}

/** By a query or a key, terms weight·(value - output)·(the other)/√d cancel; by the mask, without the other. */
const scoreTerms: OfSlopes<Attention> = (evaluated, argument, group) => {
  const { layout, args, out } = evaluated;
  return Float64Array.from(out, (_, k) => {
    const { weights, spans } = sizesIn(evaluated, k);
    const [query, keys, values] = layout.reads.map((list) => at(list, k)) as [
      Int32Array,
      Int32Array,
      Int32Array,
    ];
    const place = layout.reads[argument]?.[k]?.indexOf(group[k] as number) ?? -1;
    if (place === -1) return 0;
    if (argument === 2) return negligible;
    const scale = 1 / Math.sqrt(query.length);
    const term = (s: number) => ((weights[s] as number) + negligible) * (spans[s] as number);
    if (argument === 3) return term(place);
    if (argument === 1) {
      const [s, c] = [Math.floor(place / query.length), place % query.length];
      return scale * term(s) * Math.abs(args[0]?.[query[c] as number] as number);
    }
    return Array.from(values.keys()).reduce((sum, s) => {
      const key = args[1]?.[keys[s * query.length + place] as number] as number;
      return sum + scale * term(s) * Math.abs(key);
    }, 0);
  });
};

const largestOf = (entries: Entries<number> | undefined): number =>
  Array.from(entries ?? []).reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);

/** Of d entries, those by which the scores change with the other's: over this distance they change by about 1. */
const overScores = (own: Entries<number>, other: Entries<number> | undefined, width: number): Float64Array =>
  new Float64Array(own.length).fill(Math.sqrt(width) / Math.max(1, largestOf(other)));

/** cos and sin of the angle of each turn. */
function turned<T>(m: Arithmetic<T>, base: number, turns: readonly Turn[]): (readonly [cos: T, sin: T])[] {
  return turns.map(({ position, pair, pairs, sign }) => {
    const exponent = m.divide(m.from(-pair), m.from(pairs));
    const angle = m.multiply(m.from(position), m.power(m.from(base), exponent));
    return [m.cos(angle), m.multiply(m.from(sign), m.sin(angle))];
  });
}

const angleOf = (base: number, { position, pair, pairs }: Turn): number => position * base ** (-pair / pairs);

const turnRounding: Rounding<StepOf<'rope'>> = {
  coefficients: each((_, k, { step, layout }) => few * (2 + angleOf(step.base, at(layout.turns, k)))),
  magnitudes: each((_, k, { layout: { reads }, args: [x] }) =>
    at(at(reads, 0), k).reduce((sum, position) => sum + Math.abs(x?.[position] as number), 0),
  ),
  terms: plain.terms,
  // The angle is rounded, and its sine and cosine with it, however small they are.
  cancellation: ({ out }) => new Float64Array(out.length).fill(1),
};

function turnsIn({ axis, interleaved }: StepOf<'rope'>, [x]: readonly Shape[]): Layout {
  const shape = x as Shape;
  const along = normalizeAxis(axis, shape.length, 'rope');
  const pairs = (shape.at(-1) as number) / 2;
  const step = interleaved ? 1 : pairs;
  const found = Array.from({ length: sizeOf(shape) }, (_, k) => {
    const last = k % (2 * pairs);
    const isFirst = interleaved ? last % 2 === 0 : last < pairs;
    const pair = interleaved ? Math.floor(last / 2) : last % pairs;
    const position = Math.floor(k / at(stridesOf(shape), along)) % at(shape, along);
    const turn: Turn = { position, pair, pairs, sign: isFirst ? -1 : 1 };
    return { turn, reads: Int32Array.of(k, isFirst ? k + step : k - step) };
  });
  return { ...ofReads([found.map(({ reads }) => reads)]), turns: found.map(({ turn }) => turn) };
}

export const attending = {
  attention: {
    ...gathering,
    squares: true,
    slopes: 'curved over the deviation',
    rounding: {
      coefficients: each((_, k, evaluated) => sizesIn(evaluated, k).coefficient),
      magnitudes: each((_, k, evaluated) => sizesIn(evaluated, k).magnitude),
      terms: scoreTerms,
      cancellation: scoreTerms,
    },
    layout: seenBy,
    groups: ofReading,
    deviations(_, { reads }, args, argument) {
      const [own, width] = [at(args, argument), reads[0]?.[0]?.length ?? 1];
      if (argument === 0) return overScores(own, args[1], width);
      if (argument === 1) return overScores(own, args[0], width);
      return argument === 3 ? new Float64Array(own.length).fill(1) : undefined;
    },
    kernel<T>(_: Attention, m: Arithmetic<T>, layout: Layout): Kernel<T> {
      const [queries, , seen] = layout.reads as [Int32Array[], Int32Array[], Int32Array[]];
      return (args, out) => {
        const values = args[2] as Entries<T>;
        let weights: T[] = [];
        for (let k = 0; k < out.length; k++) {
          if (k === 0 || queries[k] !== queries[k - 1]) weights = weightsOf(m, layout, args, k);
          const places = at(seen, k);
          let sum = m.from(0);
          for (let s = 0; s < weights.length; s++)
            sum = m.add(sum, m.multiply(weights[s] as T, values[places[s] as number] as T));
          out[k] = sum;
        }
      };
    },
  },
  rope: {
    ...straight,
    gathers: true,
    cancels: true,
    rounding: turnRounding,
    layout: turnsIn,
    groups: ofReading,
    kernel<T>({ base }: StepOf<'rope'>, m: Arithmetic<T>, { reads: [reads = []], turns }: Layout): Kernel<T> {
      const angles = turned(m, base, turns);
      return ([x], out) => {
        for (let k = 0; k < out.length; k++) {
          const [own, other] = at(reads, k) as unknown as [number, number];
          const [cos, sin] = at(angles, k);
          out[k] = m.add(m.multiply(x?.[own] as T, cos), m.multiply(x?.[other] as T, sin));
        }
      };
    },
  },
} satisfies Family;
