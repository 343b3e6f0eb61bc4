/** Inputs drawn from descriptions: small sizes and short numbers, which shrink to still smaller ones. */
import fc from 'fast-check';
import { at } from '../case/at.js';
import { scatter } from '../case/scatter.js';
import { sizeOf } from '../case/shape.js';
import { roundTo, type TensorData, type TensorType } from '../case/tensor-data.js';
import { type Description, type NumberDomain, type Size, sizeNames } from './describe.js';
import { atEdge, type Edge, edges, lengthened, none, sparse } from './edges.js';
import type { Tensors } from './subject.js';

export interface Drawn {
  readonly inputs: Tensors;
  /** From which cotangents are made, once the outputs' shapes are known. */
  readonly weights: readonly (readonly number[])[];
  /** The same drawn numbers without the edge, where there is one. */
  readonly plain?: Drawn;
}

/** Sizes that shrink to 1. */
const sizes = fc.constantFrom(1, 2, 3, 2, 3, 4, 5);
/** No two alike, and none so close to another that a step might pass it. */
const most = 4000;
const entries = fc.array(fc.integer({ min: 1, max: most }), { minLength: 24, maxLength: 24 });
/** One array in eight holds whole numbers alone, with zeros and ties among them, where functions have kinks. */
const style = fc.constantFrom('fresh', 'fresh', 'fresh', 'fresh', 'fresh', 'fresh', 'fresh', 'whole');

const decimals = [1, -1, 2, 0.5, -0.75, 1.25, -2, 0.375] as const;

/** How many numbers a cotangent is made of. */
const period = 12;

/** The first is all ones, to which a cotangent shrinks at once; the others have no pattern. */
const patterns = Array.from({ length: 512 }, (_, n) =>
  Array.from({ length: period }, (_, k) => (n === 0 ? 1 : at(decimals, scatter(n, k) >>> 29))),
);

/** @param cotangents how many a case gets */
export const weightsOf = (cotangents: number): fc.Arbitrary<(readonly number[])[]> =>
  fc.array(fc.constantFrom(...patterns), { minLength: cotangents, maxLength: cotangents });

/** @param cotangents how many each case gets */
export const drawsOf = (descriptions: readonly Description[], cotangents: number): fc.Arbitrary<Drawn> =>
  numbersOf(descriptions, cotangents).map((drawn) => drawnOf(descriptions, drawn, none));

/** The same, and a third of them at an edge. */
export const drawsWithEdges = (
  descriptions: readonly Description[],
  cotangents: number,
): fc.Arbitrary<Drawn> =>
  fc.tuple(edges, numbersOf(descriptions, cotangents)).map(([edge, drawn]) => {
    const plain = drawnOf(descriptions, drawn, none);
    return edge.kind === 'none' ? plain : { ...drawnOf(descriptions, drawn, edge), plain };
  });

const numbersOf = (descriptions: readonly Description[], cotangents: number) => {
  const names = sizeNames(descriptions);
  return fc.record({
    sizes: fc.array(sizes, { minLength: names.length, maxLength: names.length }),
    data: fc.tuple(...descriptions.map(() => fc.tuple(entries, style, fc.boolean()))),
    weights: weightsOf(cotangents),
  });
};

type Numbers = ReturnType<typeof numbersOf> extends fc.Arbitrary<infer T> ? T : never;

function drawnOf(descriptions: readonly Description[], drawn: Numbers, edge: Edge): Drawn {
  const names = sizeNames(descriptions);
  const shapesOf = (named: ReadonlyMap<string, number>) =>
    descriptions.map(({ shape }) =>
      shape.map((each) => (typeof each === 'number' ? each : (named.get(each) as number))),
    );
  const named = lengthened(
    new Map(names.map((name, index) => [name, at(drawn.sizes, index)])),
    shapesOf,
    edge,
  );
  const sizeNamed = (each: Size) => (typeof each === 'number' ? each : (named.get(each) as number));
  const shapes = shapesOf(named);
  const inputs = descriptions.map(({ domain = 'real', dtype = 'float64' }, index): TensorData => {
    const [pool, how] = at(drawn.data, index);
    const shape = at(shapes, index);
    const data = Array.from({ length: sizeOf(shape) }, (_, k) =>
      roundTo[dtype](numberIn(domain, spreadOut(pool, k), how === 'whole', sizeNamed)),
    );
    return { dtype, shape, data };
  });
  return { inputs: atEdge(inputs, descriptions, edge), weights: sparse(drawn.weights, edge) };
}

/** Further entries are made of the drawn ones, without a period: a long array has no ties either. */
function spreadOut(pool: readonly number[], k: number): number {
  const drawn = at(pool, k % pool.length);
  const turn = Math.floor(k / pool.length);
  return turn === 0 ? drawn : ((drawn + turn * 1597) % most) + 1;
}

/** What the smallest of the drawn whole numbers stand for, the simplest first. */
const simple = [1, 2, -1, 0.5, 3, -2, 1.5, -0.5, 4, -3, 2.5, -1.5];

/** Of an interval: the middle, the quarters, then the rest. */
const eighths = [4, 2, 6, 1, 3, 5, 7];

/** @param drawn from 1 to 4000 */
function numberIn(domain: NumberDomain, drawn: number, whole: boolean, size: (each: Size) => number): number {
  const signed = drawn % 2 === 0 ? drawn / 2 : -(drawn + 1) / 2;
  const easy = simple[drawn - 1];
  if (domain === 'real') return whole ? signed % 4 : (easy ?? signed / 500);
  if (domain === 'positive') return whole ? (drawn % 4) + 1 : Math.abs(easy ?? drawn / 1000);
  if (domain === 'nonzero') {
    if (whole) return (signed % 4) + Math.sign(signed);
    return easy ?? signed / 500 + Math.sign(signed) / 8;
  }
  if (domain === 'integer') return signed % 5;
  if ('integer' in domain) {
    const [low, high] = domain.integer;
    const last = typeof high === 'string' ? size(high) - 1 : high;
    return low + (drawn % (last - low + 1));
  }
  const [low, high] = domain;
  const x = low + (high - low) * (drawn <= 7 ? (eighths[drawn - 1] as number) / 8 : drawn / (most + 1));
  const rounded = Math.round(x);
  return whole && low < rounded && rounded < high ? rounded : x;
}

/** Cotangents of these outputs, made of drawn weights. */
export const cotangentsFor = (outputs: readonly TensorType[], drawn: Drawn['weights']): Tensors[] =>
  drawn.map((list, cotangent) =>
    outputs.map(({ dtype, shape }, output) => ({
      dtype,
      shape,
      data: Array.from({ length: sizeOf(shape) }, (_, k) =>
        roundTo[dtype](
          at(list, (k + 5 * output + 3 * Math.floor(k / list.length) + cotangent) % list.length),
        ),
      ),
    })),
  );
