/**
 * Rules of ops that slide windows. Each function is named after the op whose rule it is; the engine's own ops are
 * `engine.dilate`, `engine.undilate` and `engine.resize`.
 */
import * as engine from 'backproof/engine';
import {
  add,
  broadcastTo,
  divideScalar,
  matmul,
  multiply,
  pad,
  reshape,
  slice,
  stack,
  summation,
  Tensor,
  transpose,
} from 'backproof/engine';

type Four = readonly [number, number, number, number];

/** A matrix whose entry in each row and column is what `entry` says. */
function matrix(rows: number, columns: number, entry: (row: number, column: number) => number): Tensor {
  const data = Array.from({ length: rows * columns }, (_, at) =>
    entry(Math.floor(at / columns), at % columns),
  );
  return Tensor.fromData({ dtype: 'float64', shape: [rows, columns], data });
}

/** The entries of a vector. */
const entries = (tensor: Tensor): readonly number[] => tensor.toData().data;

const lengthOf = (vector: Tensor): number => vector.shape[0] as number;

/** Each entry twice along an axis: [1, 2] becomes [1, 1, 2, 2]. */
function twice(x: Tensor, axis: number): Tensor {
  const [before, after] = [x.shape.slice(0, axis + 1), x.shape.slice(axis + 1)];
  const pairs = broadcastTo(reshape(x, [...before, 1, ...after]), [...before, 2, ...after]);
  return reshape(
    pairs,
    x.shape.map((size, each) => (each === axis ? 2 * size : size)),
  );
}

/** y = x with a zero after every entry along axis 1, also after the last: shape (n, m) becomes (n, 2m). */
export function dilate(outGrad: Tensor, _x: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of x
  return engine.undilate(outGrad, 1, 1);
  // END SOLUTION
}

/** y = columns 0, 2, 4, … of x: shape (n, m) becomes (n, ⌈m/2⌉). */
export function undilate(outGrad: Tensor, x: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of x
  return engine.resize(engine.dilate(outGrad, 1, 1), x.shape);
  // END SOLUTION
}

/** y[i, j] = x[⌊i/2⌋, ⌊j/2⌋], each entry as a block of 2×2: shape (n, m) becomes (2n, 2m). */
export function upsample(outGrad: Tensor, x: Tensor): Tensor {
  const [n, m] = x.shape as [number, number];
  // BEGIN SOLUTION: return the adjoint of x
  return summation(reshape(outGrad, [n, 2, m, 2]), [1, 3]);
  // END SOLUTION
}

/**
 * y = the mean of each block of 2×2, for images of shape (N, H, W, C): shape (N, ⌊H/2⌋, ⌊W/2⌋, C). The last row of an odd
 * height and the last column of an odd width are in no block.
 */
export function averagePool(outGrad: Tensor, images: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of the images
  const repeated = twice(twice(outGrad, 1), 2);
  return engine.resize(divideScalar(repeated, 4), images.shape);
  // END SOLUTION
}

/** The Jacobian of y[i] = Σ_p w[p]·x[i + p] by x, for x of shape (n) and w of shape (k): n − k + 1 rows, n columns. */
export function byInput(x: Tensor, w: Tensor): Tensor {
  const [n, k] = [lengthOf(x), lengthOf(w)];
  const entriesOfW = entries(w);
  return matrix(n - k + 1, n, (i, j) => {
    // BEGIN SOLUTION: return ∂y[i]/∂x[j]; entry p of w is entriesOfW[p]
    return j >= i && j < i + k ? (entriesOfW[j - i] as number) : 0;
    // END SOLUTION
  });
}

/** The Jacobian of the same y by w: n − k + 1 rows, k columns. */
export function byKernel(x: Tensor, w: Tensor): Tensor {
  const [n, k] = [lengthOf(x), lengthOf(w)];
  const entriesOfX = entries(x);
  return matrix(n - k + 1, k, (i, p) => {
    // BEGIN SOLUTION: return ∂y[i]/∂w[p]; entry j of x is entriesOfX[j]
    return entriesOfX[i + p] as number;
    // END SOLUTION
  });
}

/** JᵀΔ of the same y by x and by w, for Δ = outGrad of shape (n − k + 1). No Jacobian is made. */
export function conv1d(outGrad: Tensor, x: Tensor, w: Tensor): readonly [Tensor, Tensor] {
  const [length, k] = [lengthOf(outGrad), lengthOf(w)];
  const places = Array.from({ length: k }, (_, p) => p);
  // BEGIN SOLUTION: return the adjoints of x and w, each a sum or a list over the places p of the kernel
  const ofX = places.map((p) => pad(multiply(outGrad, slice(w, [p], [p + 1])), [[p, k - 1 - p]]));
  const ofW = places.map((p) => summation(multiply(outGrad, slice(x, [p], [p + length]))));
  return [ofX.reduce((sum, each) => add(sum, each)), stack(ofW, 0)];
  // END SOLUTION
}

/** The stride and the padding of conv2d, in both directions. */
const [stride, padding] = [2, 1];

const plane = [1, 2] as const;

/** Zeros around images; negative numbers take rows and columns away. */
const padPlane = (
  images: Tensor,
  rows: readonly [number, number],
  columns: readonly [number, number],
): Tensor => pad(images, [[0, 0], rows, columns, [0, 0]]);

/** What meets entry [p, q] of the kernel, for each of the windows of padded images: shape (N, H′, W′, Cin). */
const seenAt = (padded: Tensor, [p, q]: readonly [number, number], [n, rows, columns]: Four): Tensor =>
  slice(
    padded,
    [0, p, q, 0],
    [n, p + stride * (rows - 1) + 1, q + stride * (columns - 1) + 1, padded.shape[3] as number],
    [1, stride, stride, 1],
  );

/** A row for each window, a column for each channel. */
const asRows = (images: Tensor): Tensor => {
  const [n, rows, columns, channels] = images.shape as Four;
  return reshape(images, [n * rows * columns, channels]);
};

/** The weights at [p, q] of the kernel: shape (Cin, Cout). */
const weightsAt = (weight: Tensor, [p, q]: readonly [number, number]): Tensor => {
  const [, , cin, cout] = weight.shape as Four;
  return reshape(slice(weight, [p, q, 0, 0], [p + 1, q + 1, cin, cout]), [cin, cout]);
};

/**
 * y = Σ seenAt(padded, [p, q])·W[p, q] over the places [p, q] of the kernel: images have the shape (N, H, W, Cin), weight
 * has (k, k, Cin, Cout), y and outGrad have (N, H′, W′, Cout) with H′ = ⌊(H + 2 − k)/2⌋ + 1.
 */
export function conv2d(outGrad: Tensor, images: Tensor, weight: Tensor): readonly [Tensor, Tensor] {
  const [, height, width, cin] = images.shape as Four;
  const shape = outGrad.shape as Four;
  const k = weight.shape[0] as number;
  const places = Array.from({ length: k * k }, (_, at) => [Math.floor(at / k), at % k] as const);
  const padded = padPlane(images, [padding, padding], [padding, padding]);
  // BEGIN SOLUTION: return the adjoints of images and weight
  const toPadded = places.map(([p, q]) => {
    const [n, rows, columns] = shape;
    const back = matmul(asRows(outGrad), transpose(weightsAt(weight, [p, q])));
    const spread = engine.dilate(reshape(back, [n, rows, columns, cin]), plane, stride - 1);
    const [below, beside] = [height + 2 * padding - p, width + 2 * padding - q];
    return padPlane(spread, [p, below - stride * rows], [q, beside - stride * columns]);
  });
  const toWeight = places.map((place) =>
    matmul(transpose(asRows(seenAt(padded, place, shape))), asRows(outGrad)),
  );
  const sum = toPadded.reduce((total, each) => add(total, each));
  return [
    padPlane(sum, [-padding, -padding], [-padding, -padding]),
    reshape(stack(toWeight, 0), weight.shape),
  ];
  // END SOLUTION
}
