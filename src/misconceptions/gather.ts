/** Wrong rules of the ops that read where an index points. */
import { at } from '../case/at.js';
import {
  type Embedding,
  type Gather,
  indexOf,
  multiply,
  normalizeAxis,
  type One,
  ones,
  reshape,
  resize,
  scatterAdd,
  Tensor,
} from '../engine/index.js';
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
function placesOf({ axis, index, indexShape }: Gather): string[] {
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
  return scatterAdd(reshape(rows, indexShape), shape, { axis: 0, index, indexShape });
}

export const gathering = [
  ...rules<Gather, One>('gather', {
    'gather-overwrites': {
      says: 'An entry that was read several times gets only the last outGrad.',
      hint: 'An entry that is read twice gets the sum of both.',
      gradient(outGrad, node) {
        const last = multiply(outGrad, lastAlone(outGrad, placesOf(this)));
        return [scatterAdd(last, node.inputs[0].shape, this)];
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
        return [scatterAdd(shared, node.inputs[0].shape, this)];
      },
    },
    'gather-computes-on-raw-data': {
      breaks: 'twice',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient(outGrad, node) {
        return [scatterAdd(outGrad.detach(), node.inputs[0].shape, this)];
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
];
