/** Wrong rules of the ops that read where an index points. */
import { at } from '../case/at.js';
import { indexOf, normalizeAxis } from '../case/shape.js';
import {
  gather,
  indexPut,
  mask,
  multiply,
  type One,
  ones,
  reshape,
  resize,
  sizeOf,
  subtract,
  Tensor,
  type Two,
  zeros,
} from '../engine/index.js';
import {
  type Embedding,
  type Gather,
  type IndexPut,
  type ScatterAdd,
  ungather,
} from '../engine/ops/gather.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

/** A constant weight for each place that was read. */
function weights(
  like: Tensor,
  places: readonly string[],
  weight: (place: string, at: number) => number,
): Tensor {
  return Tensor.fromData({ dtype: like.dtype, shape: like.shape, data: places.map(weight) });
}

/** 1 for the last time that a place is read, 0 for the times before. */
const lastAlone = (like: Tensor, places: readonly string[]): Tensor =>
  weights(like, places, (place, at) => (places.lastIndexOf(place) === at ? 1 : 0));

/** 1 for a place, in equal shares for the times that it is read. */
const shares = (like: Tensor, places: readonly string[]): Tensor =>
  weights(like, places, (place) => 1 / places.filter((other) => other === place).length);

/** The place that each entry of a gather was read from. */
function placesOf({ axis, index, indexShape }: Pick<Gather, 'axis' | 'index' | 'indexShape'>): string[] {
  const along = normalizeAxis(axis, indexShape.length, 'gather');
  return index.map((at, position) => indexOf(position, indexShape).with(along, at).join());
}

/** For each entry of an embedding, its row and its column. */
const rowPlaces = (indices: readonly number[], width: number): string[] =>
  indices.flatMap((row) => Array.from({ length: width }, (_, column) => `${row},${column}`));

/** Rows added up where the indices say. */
function toRows(rows: Tensor, indices: readonly number[], { shape }: Tensor): Tensor {
  const width = at(shape, 1);
  const indexShape = [indices.length, width];
  const index = indices.flatMap((row) => new Array<number>(width).fill(row));
  return ungather(reshape(rows, indexShape), shape, { axis: 0, index, indexShape });
}

/** The rows of outGrad that the indices name. */
function readRows(outGrad: Tensor, indices: readonly number[], { shape }: Tensor): Tensor {
  const length = sizeOf(shape.slice(1));
  const index = indices.flatMap((row) => new Array<number>(length).fill(row));
  return gather(outGrad, 0, index, shape);
}

export const gathering = [
  ...rules<Gather, One>('gather', {
    'gather-overwrites': {
      says: 'An entry that was read several times gets only the last outGrad.',
      hint: 'An entry that is read twice gets the sum of both.',
      gradient(outGrad, node) {
        const last = multiply(outGrad, lastAlone(outGrad, placesOf(this)));
        return [ungather(last, node.inputs[0].shape, this)];
      },
    },
    'gather-ignores-the-index': {
      says: 'outGrad goes to the entries at its own place, whatever the index says.',
      hint: 'Where was each entry read?',
      gradient: (outGrad, node) => [resize(outGrad, node.inputs[0].shape)],
    },
    'gather-keeps-the-shape-of-the-index': {
      breaks: 'form',
      says: 'outGrad is passed through in the shape of the index.',
      hint: 'The gradient has the shape of the input.',
      gradient: (outGrad) => [outGrad],
    },
    'gather-averages-what-meets': {
      says: 'An entry that was read several times gets the mean instead of the sum.',
      hint: 'If the entry grows by 1, everything that was read from it grows by 1.',
      gradient(outGrad, node) {
        const shared = multiply(outGrad, shares(outGrad, placesOf(this)));
        return [ungather(shared, node.inputs[0].shape, this)];
      },
    },
    'gather-computes-on-raw-data': {
      breaks: 'twice',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient(outGrad, node) {
        return [ungather(outGrad.detach(), node.inputs[0].shape, this)];
      },
    },
  }),
  ...rules<Embedding, One>('embedding', {
    'embedding-overwrites': {
      says: 'A row that was looked up several times gets only the last outGrad.',
      hint: 'A word that occurs twice in a sentence learns from both places.',
      gradient(outGrad, { inputs: [weight] }) {
        const places = rowPlaces(this.indices, at(weight.shape, 1));
        return [toRows(multiply(outGrad, lastAlone(outGrad, places)), this.indices, weight)];
      },
    },
    'embedding-averages-what-meets': {
      says: 'A row that was looked up several times gets the mean instead of the sum.',
      hint: 'If the row grows by 1, everything that was read from it grows by 1.',
      gradient(outGrad, { inputs: [weight] }) {
        const places = rowPlaces(this.indices, at(weight.shape, 1));
        return [toRows(multiply(outGrad, shares(outGrad, places)), this.indices, weight)];
      },
    },
    'embedding-fills-the-rows-in-order': {
      says: 'outGrad goes to the first rows, whatever the indices are.',
      hint: 'Which row was looked up?',
      gradient(outGrad, { inputs: [weight] }) {
        return [resize(reshape(outGrad, [this.indices.length, at(weight.shape, 1)]), weight.shape)];
      },
    },
    'embedding-keeps-the-output-shape': {
      breaks: 'form',
      says: 'outGrad is passed through in the shape of the output.',
      hint: 'Rows that were not looked up have a gradient too: zero.',
      gradient: (outGrad) => [outGrad],
    },
    'embedding-is-all-ones': {
      says: 'The gradient is all ones, whatever outGrad is.',
      hint: 'Each entry that was read gets the outGrad of where it went.',
      gradient: (_, { inputs: [{ shape, dtype }] }) => [ones(shape, { dtype })],
    },
  }),
  ...rules<ScatterAdd, Two>('scatter_add', {
    'scatter-add-keeps-the-last': {
      says: 'Of several entries that were added at one place, only the last gets outGrad.',
      hint: 'Each of them was added: if one grows by 1, so does the sum.',
      gradient(outGrad, { inputs: [, source] }) {
        const { axis, index } = this;
        const places = placesOf({ axis, index, indexShape: source.shape });
        const read = gather(outGrad, axis, index, source.shape);
        return [outGrad, multiply(read, lastAlone(read, places))];
      },
    },
    'scatter-add-reads-at-its-own-place': {
      says: 'The source gets outGrad from its own place, not from where the index sent it.',
      hint: 'Where did each entry go?',
      gradient: (outGrad, { inputs: [, source] }) => [outGrad, resize(outGrad, source.shape)],
    },
    'scatter-add-overwrites-the-base': {
      says: 'The base gets 0 where something was added, as if it had been overwritten.',
      hint: 'Something was added to the base, which is still in the sum.',
      gradient(outGrad, { inputs: [base, source] }) {
        const { axis, index } = this;
        const reached = ungather(ones(source.shape, { dtype: source.dtype }), base.shape, {
          axis,
          index,
          indexShape: source.shape,
        });
        const kept = mask(reached, (count) => Number(count === 0));
        return [multiply(outGrad, kept), gather(outGrad, axis, index, source.shape)];
      },
    },
  }),
  ...rules<IndexPut, Two>('index_put', {
    'index-put-adds': {
      says: 'The base gets outGrad also where it was overwritten.',
      hint: 'Does a row that was replaced still change the result?',
      gradient(outGrad, { inputs: [, rows] }) {
        return [outGrad, readRows(outGrad, this.indices, rows)];
      },
    },
    'index-put-fills-the-rows-in-order': {
      says: 'The new rows get the first rows of outGrad, whatever the indices are.',
      hint: 'Where was each row put?',
      gradient(outGrad, { inputs: [, rows] }) {
        const nothing = zeros(rows.shape, { dtype: rows.dtype });
        return [indexPut(outGrad, nothing, this.indices), resize(outGrad, rows.shape)];
      },
    },
    'index-put-keeps-only-what-was-put': {
      says: 'The base gets outGrad where it was overwritten, and 0 elsewhere: the mask is the wrong way round.',
      hint: 'Which rows of the base are still in the result?',
      gradient(outGrad, { inputs: [, rows] }) {
        const nothing = zeros(rows.shape, { dtype: rows.dtype });
        const kept = indexPut(outGrad, nothing, this.indices);
        return [subtract(outGrad, kept), readRows(outGrad, this.indices, rows)];
      },
    },
  }),
];
