/** Ops that pick entries of an array, or spread them out. */
import {
  axes,
  axisList,
  bounds,
  integer,
  natural,
  naturals,
  padding,
  shape,
  sizes,
  steps,
} from '../attributes.js';
import {
  dilateShape,
  embeddingShape,
  expandShape,
  gatherShape,
  indexPutShape,
  padShape,
  runsOf,
  scatterAddShape,
  squeezeShape,
  undilateShape,
  unsqueezeShape,
} from '../indexing.js';
import { binary, unary } from './entry.js';
import { normalized } from './reduction.js';

const dilated = { axes, dilation: natural };

export const indexing = {
  flip: unary(normalized),
  dilate: unary({ attributes: dilated, shape: (step, [a]) => dilateShape(a, step.axes, step.dilation) }),
  undilate: unary({ attributes: dilated, shape: (step, [a]) => undilateShape(a, step.axes, step.dilation) }),
  pad: unary({ attributes: { padding }, shape: (step, [a]) => padShape(a, step.padding) }),
  slice: unary({
    attributes: { starts: bounds, stops: bounds, steps },
    shape: (step, [a]) => runsOf(a, step).map(({ count }) => count),
  }),
  squeeze: unary({ attributes: { axes }, shape: (step, [a]) => squeezeShape(a, step.axes) }),
  unsqueeze: unary({ attributes: { axes: axisList }, shape: (step, [a]) => unsqueezeShape(a, step.axes) }),
  /** A size of -1 stays as it is. */
  expand: unary({ attributes: { shape: sizes }, shape: (step, [a]) => expandShape(a, step.shape) }),
  gather: unary({
    attributes: { axis: integer, index: naturals, indexShape: shape },
    shape: ({ axis, index, indexShape }, [a]) => gatherShape(a, axis, index, indexShape),
  }),
  embedding: unary({
    attributes: { indices: naturals, indicesShape: shape },
    shape: ({ indices, indicesShape }, [a]) => embeddingShape(a, indices, indicesShape),
  }),
  /** The entries of the second argument are added to the first, where the index, flat and of the second's shape, points. */
  scatter_add: binary({
    attributes: { axis: integer, index: naturals },
    shape: ({ axis, index }, [base, source]) => scatterAddShape(base, source, axis, index),
  }),
  /** The rows of the second argument take the places of those of the first that the indices name. */
  index_put: binary({
    attributes: { indices: naturals },
    shape: ({ indices }, [base, rows]) => indexPutShape(base, rows, indices),
  }),
};
