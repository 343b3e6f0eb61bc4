/** Sums of products: matmul, and einsum with one operand or two, from products to traces of broadcasting. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { letterSizes, parseEquation } from '../../case/equation.js';
import { matmulShape } from '../../case/ops/product.js';
import { type Shape, sameShape, sizeOf } from '../../case/shape.js';
import type { Bias } from '../bias.js';
import type { Draft } from '../form.js';
import { mostEntries } from '../long.js';
import { sumOfProducts } from '../ranges.js';
import { broadcastBiases, shapeBiases } from '../shape-biases.js';
import { broadcastable, highRanks, isSmall, type Partner, partners, size } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import { firstAllowed, type Space } from '../space.js';
import { moderate } from './defaults.js';
import type { Family } from './entry.js';

/** The simplest first. Some sum over a letter that only one operand has. */
const equations = [
  'i,i->i',
  'i,i->',
  'i,j->ij',
  'i->',
  'ij->ji',
  'ij->j',
  'ij,jk->ik',
  'ij,jk->ki',
  'ij,ij->i',
  'ij,j->i',
  'ij,jk->i',
  'ij,jk->ik',
  'ij,k->j',
  'ijk->ki',
  'bij,bjk->bik',
  'bij,bjk->ik',
  'ijk,kl->jil',
] as const;

const sizes = simplestFirst([1, 2, 2, 3, 3, 4]);

export const product = {
  matmul: {
    forms: (op, space) =>
      matmulPartners(space).map((partner) => {
        const least = space.broadcasts && space.biases.has('one-d-operand') ? 1 : 2;
        const ranks = { least, most: space.biases.has('batch-axes') ? 5 : 2 };
        return { ranks, options: () => [{ op }], count: 2, partner };
      }),
    range: ([a, b], _, [shape]) => sumOfProducts([a, b], shape.at(-1) as number),
    biases: (_, [a, b]) => (a && b ? matmulBiases(a, b) : []),
    fits: matmulFits,
    repeats: (shape) => shape.length > 1,
    ranks: highRanks,
  },
  einsum: {
    forms: (_, space) => einsumForms(space),
    range: (args, { equation }, shapes) => sumOfProducts(args, summedSize(equation, shapes)),
    biases: ({ equation }, shapes) => einsumBiases(equation, shapes),
    reach: moderate,
  },
} satisfies Family;

/** 'batch-axes': more than two axes. 'batch-broadcast': batch axes that differ between the operands. */
function matmulBiases(a: Shape, b: Shape): Bias[] {
  const found = broadcastBiases(a.slice(0, -2), b.slice(0, -2));
  if (found.length > 0) found.push('batch-broadcast');
  if (a.length > 2 || b.length > 2) found.push('batch-axes');
  if (a.length === 1 || b.length === 1) found.push('one-d-operand');
  return found;
}

/** Right operands of matmul, for a left one with at least one axis. */
function matmulPartners(space: Space): fc.Arbitrary<Partner> {
  const { broadcasts, batchBroadcasts } = space;
  const batches = partners({ ...space, broadcasts: batchBroadcasts }, () => []);
  const vector = simplestFirst(broadcasts ? [false, false, false, true] : [false]);
  return fc.tuple(vector, size, batches).map(([asVector, columns, batch]) => (shape) => {
    const inner = shape.at(-1) as number;
    const outer = shape.slice(0, -2);
    const matrices = [columns, 2, 3, 4, 5, 1, inner].map((n) => [inner, n]);
    const drawn = [...(batch(outer) as Shape), inner, columns];
    const plain = matrices.flatMap((matrix) =>
      batchBroadcasts ? [[...outer, ...matrix], matrix] : [[...outer, ...matrix]],
    );
    const options = asVector ? [[inner], drawn, ...plain] : [drawn, ...plain];
    // A long one could otherwise have more entries than fit into a message.
    const most = mostEntries(space);
    const fits = (b: Shape) =>
      isSmall(matmulShape(shape, b), most) && (space.long === undefined || isSmall(b, most));
    const few = options.filter((b) => b.length <= 5 && fits(b));
    return firstAllowed(space, few, (b) => [...shapeBiases(b), ...matmulBiases(shape, b)]);
  });
}

function matmulFits(a: Shape, b: Shape, { broadcasts, batchBroadcasts }: Space): boolean {
  if (a.length === 0 || b.length === 0 || a.at(-1) !== b.at(b.length === 1 ? 0 : -2)) return false;
  const [batchA, batchB] = [a.slice(0, -2), b.slice(0, -2)];
  if (!broadcasts && (a.length === 1 || b.length === 1)) return false;
  return batchBroadcasts ? broadcastable(batchA, batchB) : sameShape(batchA, batchB);
}

/** 'letter-broadcast': an axis of size 1 meets a larger one of the same letter. */
function einsumBiases(equation: string, [a, b]: readonly Shape[]): Bias[] {
  const [left = '', right = ''] = parseEquation(equation).operands;
  if (a === undefined || b === undefined) return [];
  const differs = [...left].some(
    (letter, axis) => right.includes(letter) && a[axis] !== b[right.indexOf(letter)],
  );
  return differs ? ['letter-broadcast'] : [];
}

function einsumForms(space: Space): fc.Arbitrary<Draft> {
  const most = space.biases.has('high-rank') ? 3 : 2;
  const within = equations.filter((equation) =>
    parseEquation(equation).operands.every((letters) => letters.length <= most),
  );
  const stretching = space.broadcasts && space.biases.has('letter-broadcast');
  const stretched = simplestFirst(stretching ? [false, false, false, false, true] : [false]);
  return fc
    .tuple(simplestFirst(within), sizes, sizes, stretched)
    .map(([equation, first, second, stretches]) => {
      const { operands } = parseEquation(equation);
      const [own = '', other] = operands;
      return {
        ranks: { least: own.length, most: own.length },
        options: () => [{ op: 'einsum', equation }],
        count: operands.length,
        partner:
          other === undefined ? undefined : einsumPartner(own, other, [first, second], stretches, space),
      };
    });
}

/** The shape of a second operand with these letters; the sizes are for letters that the first does not have. */
const einsumPartner =
  (own: string, other: string, drawn: Shape, stretches: boolean, space: Space): Partner =>
  (shape) => {
    const known = letterSizes({ operands: [own], result: '' }, [shape]);
    const fresh = [...other].filter((letter) => !known.has(letter));
    const withSizes = (some: Shape): Shape =>
      [...other].map((letter) => known.get(letter) ?? at(some, fresh.indexOf(letter)));
    const options = [drawn, ...[1, 2, 3, 4, 5].map((n) => [n, n])].map(withSizes);
    const shared = [...other].findIndex((letter) => known.has(letter));
    // The letter's axis gets size 1 here, or is larger than its axis of size 1 there.
    const stretched = (option: Shape): Shape =>
      option.map((n, axis) => (axis === shared ? (n === 1 ? at(drawn, 0) : 1) : n));
    return firstAllowed(space, stretches ? [...options.map(stretched), ...options] : options, shapeBiases);
  };

/** How many terms an einsum sums. */
function summedSize(equation: string, shapes: readonly Shape[]): number {
  const parsed = parseEquation(equation);
  const sizes = letterSizes(parsed, shapes);
  return sizeOf([...sizes].flatMap(([letter, size]) => (parsed.result.includes(letter) ? [] : [size])));
}
