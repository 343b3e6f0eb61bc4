/** What the grader knows of the chapter. */
import {
  add,
  avgPool,
  broadcastTo,
  conv,
  dilate,
  divideScalar,
  matmul,
  mean,
  multiply,
  pad,
  reshape,
  resize,
  slice,
  stack,
  summation,
  Tensor,
  transpose,
  undilate,
} from 'backproof/engine';
import type { ChapterDefinition } from 'backproof/exercise';

type Four = readonly [number, number, number, number];

/** A matrix whose entry in each row and column is what `entry` says. */
function matrix(rows: number, columns: number, entry: (row: number, column: number) => number): Tensor {
  const data = Array.from({ length: rows * columns }, (_, at) =>
    entry(Math.floor(at / columns), at % columns),
  );
  return Tensor.fromData({ dtype: 'float64', shape: [rows, columns], data });
}

const lengthOf = (vector: Tensor): number => vector.shape[0] as number;

/** Entry j of a vector, or 0 beyond its ends. */
const entry = (vector: Tensor, j: number): number => vector.toData().data[j] ?? 0;

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const total = (tensors: readonly Tensor[]): Tensor => tensors.reduce((sum, each) => add(sum, each));

function twice(x: Tensor, axis: number): Tensor {
  const [before, after] = [x.shape.slice(0, axis + 1), x.shape.slice(axis + 1)];
  const pairs = broadcastTo(reshape(x, [...before, 1, ...after]), [...before, 2, ...after]);
  return reshape(
    pairs,
    x.shape.map((size, each) => (each === axis ? 2 * size : size)),
  );
}

const blocks = (outGrad: Tensor, x: Tensor): Tensor => {
  const [n, m] = x.shape as [number, number];
  return reshape(outGrad, [n, 2, m, 2]);
};

/** A column of zeros in front, and the last column off. */
const shifted = (x: Tensor): Tensor =>
  pad(x, [
    [0, 0],
    [1, -1],
  ]);

/** y[i] = Σ_p w[p]·x[i + p]. */
const slide = (x: Tensor, w: Tensor): Tensor => {
  const [n, k] = [lengthOf(x), lengthOf(w)];
  return total(upTo(k).map((p) => multiply(slice(w, [p], [p + 1]), slice(x, [p], [p + n - k + 1]))));
};

/** The rule of `slide`, with what students get wrong as options. */
function slideRule(
  outGrad: Tensor,
  [x, w]: readonly [Tensor, Tensor],
  {
    flipped = true,
    backwards = false,
    weighted = true,
  }: { flipped?: boolean; backwards?: boolean; weighted?: boolean },
): readonly [Tensor, Tensor] {
  const [length, k] = [lengthOf(outGrad), lengthOf(w)];
  const ofX = upTo(k).map((p) => {
    const before = flipped ? p : k - 1 - p;
    return pad(multiply(outGrad, slice(w, [p], [p + 1])), [[before, k - 1 - before]]);
  });
  const ofW = upTo(k).map((p) => {
    const seen = slice(x, [p], [p + length]);
    return summation(weighted ? multiply(outGrad, seen) : seen);
  });
  return [total(ofX), stack(backwards ? ofW.toReversed() : ofW, 0)];
}

/** As students are told. */
const [stride, padding] = [2, 1];

const padPlane = (
  images: Tensor,
  rows: readonly [number, number],
  columns: readonly [number, number],
): Tensor => pad(images, [[0, 0], rows, columns, [0, 0]]);

const asRows = (images: Tensor): Tensor => {
  const [n, rows, columns, channels] = images.shape as Four;
  return reshape(images, [n * rows * columns, channels]);
};

interface Slips {
  /** Whether an entry's adjoint goes back through the entry of the kernel that it met. */
  readonly flipped?: boolean;
  /** Where the images begin among their padding. */
  readonly begins?: number;
  /** Whether the weights hear of all images, or of the first alone. */
  readonly all?: boolean;
}

/** The rule of a 2-d convolution, with what students get wrong as options. */
function conv2dRule(
  outGrad: Tensor,
  [images, weight]: readonly [Tensor, Tensor],
  { flipped = true, begins = padding, all = true }: Slips,
): readonly [Tensor, Tensor] {
  const [n, height, width, cin] = images.shape as Four;
  const [, rows, columns] = outGrad.shape as Four;
  const [k, , , cout] = weight.shape as Four;
  const places = upTo(k * k).map((at) => [Math.floor(at / k), at % k] as const);
  const back = places.map(([p, q]) => {
    const weights = reshape(slice(weight, [p, q, 0, 0], [p + 1, q + 1, cin, cout]), [cin, cout]);
    const part = reshape(matmul(asRows(outGrad), transpose(weights)), [n, rows, columns, cin]);
    const [down, right] = flipped ? [p, q] : [k - 1 - p, k - 1 - q];
    return padPlane(
      dilate(part, [1, 2], stride - 1),
      [down, height + 2 * padding - down - stride * rows],
      [right, width + 2 * padding - right - stride * columns],
    );
  });
  const padded = padPlane(images, [padding, padding], [padding, padding]);
  const first = (tensor: Tensor): Tensor =>
    all ? tensor : slice(tensor, [0, 0, 0, 0], [1, ...(tensor.shape.slice(1) as [number, number, number])]);
  const ofWeight = places.map(([p, q]) => {
    const stops = [n, p + stride * (rows - 1) + 1, q + stride * (columns - 1) + 1, cin];
    const seen = slice(padded, [0, p, q, 0], stops, [1, stride, stride, 1]);
    return matmul(transpose(asRows(first(seen))), asRows(first(outGrad)));
  });
  return [
    slice(total(back), [0, begins, begins, 0], [n, begins + height, begins + width, cin]),
    reshape(stack(ofWeight, 0), weight.shape),
  ];
}

const columns = { x: { shape: ['n', 'm'] } } as const;
const line = {
  inputs: { x: { shape: ['n'], domain: [-2, 2] }, w: { shape: ['k'], domain: [-2, 2] } },
  sizes: { n: [3, 5], k: [1, 3] },
  definition: slide,
} as const;

export default {
  title: 'Convolution',
  exercises: {
    dilate: {
      title: 'Zeros between entries',
      points: 2,
      inputs: columns,
      sizes: { n: [1, 2], m: [1, 4] },
      answer: 'vjp',
      definition: (x) => dilate(x, 1, 1),
      misconceptions: {
        'reads-the-zeros': {
          says: 'The columns of the zeros are taken, and not those of the entries.',
          hint: 'In which column of y is x[0, 1]?',
          gradient: ({ outGrad }) => {
            const [n, m] = outGrad.shape as [number, number];
            return slice(outGrad, [0, 1], [n, m], [1, 2]);
          },
        },
        'adds-what-the-zeros-get': {
          says: 'The adjoints of the zeros are added; the zeros do not depend on x.',
          hint: 'On which entries of x does y[0, 1] depend?',
          gradient: ({ outGrad }, x) => {
            const [n, m] = x.shape as [number, number];
            return summation(reshape(outGrad, [n, m, 2]), 2);
          },
        },
      },
    },
    undilate: {
      title: 'Every other entry',
      points: 2,
      inputs: columns,
      sizes: { n: [1, 2], m: [1, 5] },
      answer: 'vjp',
      definition: (x) => undilate(x, 1, 1),
      misconceptions: {
        'puts-it-beside': {
          says: 'The adjoints stand in columns 1, 3, …; columns 0, 2, … were kept.',
          hint: 'Which column of x is column 0 of y?',
          gradient: ({ outGrad }, x) => resize(shifted(dilate(outGrad, 1, 1)), x.shape),
        },
        'fills-what-was-left-out': {
          says: 'Columns that were left out get the adjoint of their neighbour, and not zeros.',
          hint: 'Does y change if x[0, 1] does?',
          gradient: ({ outGrad }, x) => resize(twice(outGrad, 1), x.shape),
        },
      },
    },
    upsample: {
      title: 'Blocks of equal entries',
      points: 2,
      inputs: columns,
      sizes: { n: [1, 3], m: [1, 3] },
      answer: 'vjp',
      definition: (x) => twice(twice(x, 0), 1),
      misconceptions: {
        'averages-the-block': {
          says: 'The four adjoints of a block are averaged; an entry that is used four times gets their sum.',
          hint: 'By how much does the sum of y grow if x[0, 0] grows by 1?',
          gradient: ({ outGrad }, x) => mean(blocks(outGrad, x), [1, 3]),
        },
        'takes-the-first-of-the-block': {
          says: 'Of the four adjoints of a block only the one in its first corner is taken.',
          hint: 'Does y[1, 1] depend on x[0, 0]?',
          gradient: ({ outGrad }) => undilate(undilate(outGrad, 0, 1), 1, 1),
        },
        'sums-four-in-a-row': {
          says: 'Four entries that follow each other in memory are summed; a block lies in two rows.',
          hint: 'In row-major order, which entry of y follows y[0, 1]?',
          gradient: ({ outGrad }, x) => summation(reshape(outGrad, [...x.shape, 4]), 2),
        },
      },
    },
    'average-pool': {
      title: 'Average pooling',
      points: 3,
      inputs: { images: { shape: ['n', 'h', 'w', 'c'] } },
      sizes: { n: [1, 2], h: [2, 4], w: [2, 4], c: [1, 2] },
      answer: 'vjp',
      definition: (images) => avgPool(images, 2),
      misconceptions: {
        'forgets-the-quarter': {
          says: 'Each entry of a block gets the whole adjoint: that is the rule of a sum.',
          hint: 'By how much does the mean of four numbers grow if one of them grows by 1?',
          gradient: ({ outGrad }, images) => resize(twice(twice(outGrad, 1), 2), images.shape),
        },
        'divides-by-the-side': {
          says: 'The adjoint is divided by 2, the side of a block; a block has 2·2 entries.',
          hint: 'How many entries are averaged into one?',
          gradient: ({ outGrad }, images) =>
            resize(divideScalar(twice(twice(outGrad, 1), 2), 2), images.shape),
        },
        'gives-all-to-the-first': {
          says: 'The first corner of each block gets all of the adjoint, as if it had been picked.',
          hint: 'Does y change if the last entry of a block does?',
          gradient: ({ outGrad }, images) => resize(dilate(outGrad, [1, 2], 1), images.shape),
        },
      },
    },
    'by-input': {
      title: 'The Jacobian by the input',
      points: 2,
      ...line,
      answer: 'jacobian',
      by: ['x'],
      misconceptions: {
        'flips-the-kernel': {
          says: 'The kernel stands in each row backwards: that is the convolution of mathematics. Here w[0] meets the first entry of a window.',
          hint: 'What is ∂y[0]/∂x[0]?',
          returns: (x, w) => {
            const [n, k] = [lengthOf(x), lengthOf(w)];
            return matrix(n - k + 1, n, (i, j) => entry(w, k - 1 - (j - i)));
          },
        },
        'does-not-slide': {
          says: 'The kernel stands at the beginning of every row; the window moves by one entry from row to row.',
          hint: 'Which entries of x does y[1] read?',
          returns: (x, w) => {
            const [n, k] = [lengthOf(x), lengthOf(w)];
            return matrix(n - k + 1, n, (_, j) => entry(w, j));
          },
        },
        'transposed-jacobian': {
          says: 'Rows stand for entries of x, and columns for entries of y: that is Jᵀ.',
          hint: 'A row of J is the gradient of one entry of the output.',
          returns: (x, w) => {
            const [n, k] = [lengthOf(x), lengthOf(w)];
            return matrix(n, n - k + 1, (j, i) => entry(w, j - i));
          },
        },
      },
    },
    'by-kernel': {
      title: 'The Jacobian by the kernel',
      points: 2,
      ...line,
      answer: 'jacobian',
      by: ['w'],
      misconceptions: {
        'does-not-slide': {
          says: 'Every row has the first entries of x; the window moves by one entry from row to row.',
          hint: 'Which entries of x does y[1] read?',
          returns: (x, w) => {
            const [n, k] = [lengthOf(x), lengthOf(w)];
            return matrix(n - k + 1, k, (_, p) => entry(x, p));
          },
        },
        'reads-backwards': {
          says: 'The window is read from its end: w[0] meets its first entry.',
          hint: 'Which entry of x is multiplied by w[0] in y[0]?',
          returns: (x, w) => {
            const [n, k] = [lengthOf(x), lengthOf(w)];
            return matrix(n - k + 1, k, (i, p) => entry(x, i + k - 1 - p));
          },
        },
      },
    },
    conv1d: {
      title: 'The VJP of a convolution',
      points: 3,
      ...line,
      answer: 'vjp',
      misconceptions: {
        'kernel-is-not-turned-round': {
          says: 'To get the adjoint of x, the kernel slides over outGrad as it slid over x; on the way back it is turned round.',
          hint: 'x[1] is in y[0] with the weight w[1], and in y[1] with which one?',
          gradient: ({ outGrad }, x, w) => slideRule(outGrad, [x, w], { flipped: false }),
        },
        'adjoint-of-the-kernel-is-backwards': {
          says: 'The entries of the adjoint of w are in reverse.',
          hint: 'Which entries of x does w[0] meet?',
          gradient: ({ outGrad }, x, w) => slideRule(outGrad, [x, w], { backwards: true }),
        },
        'forgets-outgrad-for-the-kernel': {
          says: 'The adjoint of w is a sum of entries of x: that is JᵀΔ for a Δ of ones, whatever outGrad is.',
          hint: 'Where does outGrad stand in the adjoint of w?',
          gradient: ({ outGrad }, x, w) => slideRule(outGrad, [x, w], { weighted: false }),
        },
      },
    },
    conv2d: {
      title: 'Convolution of images',
      points: 4,
      inputs: {
        images: { shape: ['n', 'h', 'w', 'ci'], domain: [-2, 2] },
        weight: { shape: ['k', 'k', 'ci', 'co'], domain: [-2, 2] },
      },
      sizes: { n: [1, 2], h: [3, 4], w: [3, 4], ci: [1, 2], co: [1, 2], k: [2, 3] },
      order: 1,
      answer: 'vjp',
      definition: (images, weight) => conv(images, weight, stride, padding),
      misconceptions: {
        'kernel-is-not-turned-round': {
          says: 'What went through entry [p, q] of the kernel comes back through the opposite one.',
          hint: 'Through which weight did x[0, 0] reach y[0, 0]? With a padding of 1 it is not W[0, 0].',
          gradient: ({ outGrad }, images, weight) =>
            conv2dRule(outGrad, [images, weight], { flipped: false }),
        },
        'forgets-the-padding': {
          says: 'The adjoint of the padded images is cut off at its end, and begins with that of the padding.',
          hint: 'Where among the zeros does x[0, 0] lie?',
          gradient: ({ outGrad }, images, weight) => conv2dRule(outGrad, [images, weight], { begins: 0 }),
        },
        'forgets-the-sum-over-images': {
          says: 'The adjoint of the weights has only what the first image sends back.',
          hint: 'An input that is used once per image gets the sum over the images.',
          gradient: ({ outGrad }, images, weight) => conv2dRule(outGrad, [images, weight], { all: false }),
        },
      },
    },
  },
} satisfies ChapterDefinition;
