/** What the grader knows of the chapter. */
import {
  broadcastTo,
  concat,
  dilate,
  divide,
  gather,
  mulScalar,
  multiply,
  pad,
  reshape,
  scatterAdd,
  slice,
  stack,
  Tensor,
  zeros,
} from 'backproof/engine';
import type { ChapterDefinition } from 'backproof/exercise';

const sizesOf = (tensor: Tensor) => tensor.shape as readonly [number, number];

/** As students are told. */
const rows = [2, 0, 2, 1];
const placesOf = (m: number): readonly number[] => rows.flatMap((row) => new Array<number>(m).fill(row));

const zerosLike = ({ dtype, shape }: Tensor): Tensor => zeros(shape, { dtype });

const gathered = (x: Tensor): Tensor => {
  const [, m] = sizesOf(x);
  return gather(x, 0, placesOf(m), [rows.length, m]);
};

/** Rows added to zeros of the shape of x. */
const scattered = (source: Tensor, x: Tensor): Tensor =>
  scatterAdd(zerosLike(x), source, 0, placesOf(sizesOf(x)[1]));

/** A factor for each row, in all of its m columns. */
function perRow({ dtype }: Tensor, factors: readonly number[], m: number): Tensor {
  const data = factors.flatMap((factor) => new Array<number>(m).fill(factor));
  return Tensor.fromData({ dtype, shape: [factors.length, m], data });
}

/** How often each of n rows is named. */
const countsOf = (n: number): readonly number[] =>
  Array.from({ length: n }, (_, row) => rows.filter((each) => each === row).length);

/** A matrix as the k-th of three, along axis 1. */
const pieceAt = (matrix: Tensor, before: number, after: number): Tensor => {
  const [n, m] = sizesOf(matrix);
  return pad(reshape(matrix, [n, 1, m]), [
    [0, 0],
    [before, after],
    [0, 0],
  ]);
};

/** A matrix among zeros, or with less of it, so that its first entry comes to [row, column] of a shape. */
const placed = (
  matrix: Tensor,
  [row, column]: readonly [number, number],
  [n, m]: readonly number[],
): Tensor => {
  const [height, width] = sizesOf(matrix);
  return pad(matrix, [
    [row, (n as number) - row - height],
    [column, (m as number) - column - width],
  ]);
};

/** With a column of zeros after each, or with each column twice. */
const apart = (matrix: Tensor): Tensor => dilate(matrix, 1, 1);
const twice = (matrix: Tensor): Tensor => {
  const [n, m] = sizesOf(matrix);
  return reshape(broadcastTo(reshape(matrix, [n, m, 1]), [n, m, 2]), [n, 2 * m]);
};

const columns = (x: Tensor, from: number, to: number): Tensor => slice(x, [0, from], [sizesOf(x)[0], to]);

const turnedRight = (x: Tensor): Tensor => {
  const [, m] = sizesOf(x);
  return concat([columns(x, m - 1, m), columns(x, 0, m - 1)], 1);
};

const nameless = { x: { shape: ['n', 'm'] } } as const;

export default {
  title: 'Picking and placing',
  exercises: {
    stack: {
      points: 2,
      inputs: { a: { shape: ['n', 'm'] }, b: { shape: ['n', 'm'] }, c: { shape: ['n', 'm'] } },
      sizes: { n: [1, 3], m: [1, 3] },
      answer: 'vjp',
      definition: (a, b, c) => stack([a, b, c], 1),
      misconceptions: {
        'reversed-order': {
          says: 'The adjoints come in reverse: c gets what belongs to a.',
          hint: 'Where in y does the first input lie?',
          gradient: ({ outGrad }) => [2, 1, 0].map((k) => pieceOf(outGrad, k)),
        },
        'cuts-along-the-first-axis': {
          says: 'outGrad is cut into three blocks that follow each other in memory; a, b and c lie side by side along axis 1.',
          hint: 'Which entry of outGrad belongs to a[1, 0]?',
          gradient: ({ outGrad }, a) => {
            const [n, m] = sizesOf(a);
            const blocks = reshape(outGrad, [3, n, m]);
            return [0, 1, 2].map((k) => reshape(slice(blocks, [k, 0, 0], [k + 1, n, m]), [n, m]));
          },
        },
        'gives-all-the-first-piece': {
          says: 'All inputs get the first piece of outGrad.',
          hint: 'Does y[0, 0, 0] change if b does?',
          gradient: ({ outGrad }) => [0, 0, 0].map((k) => pieceOf(outGrad, k)),
        },
      },
    },
    split: {
      title: 'A piece of a split',
      points: 2,
      inputs: { x: { shape: ['n', 3, 'm'] } },
      sizes: { n: [1, 3], m: [1, 3] },
      answer: 'vjp',
      definition: (x) => pieceOf(x, 2),
      misconceptions: {
        'gives-all-pieces-the-adjoint': {
          says: 'All three pieces get outGrad; y depends on the last alone, and the others get zeros.',
          hint: 'Does y change if x[0, 0, 0] does?',
          gradient: ({ outGrad }, x) => {
            const [n, m] = sizesOf(outGrad);
            return broadcastTo(reshape(outGrad, [n, 1, m]), x.shape);
          },
        },
        'puts-it-first': {
          says: 'outGrad stands in the place of the first piece; y is the last.',
          hint: 'In which order do pad and slice count the pieces?',
          gradient: ({ outGrad }) => pieceAt(outGrad, 0, 2),
        },
      },
    },
    slice: {
      points: 3,
      inputs: nameless,
      sizes: { n: [2, 4], m: [1, 5] },
      answer: 'vjp',
      definition: (x) => slice(x, [1, 0], sizesOf(x), [1, 2]),
      misconceptions: {
        'starts-at-the-first-row': {
          says: 'outGrad is put back from row 0 on; y begins at row 1 of x.',
          hint: 'Which row of x is row 0 of y?',
          gradient: ({ outGrad }, x) => {
            const spread = apart(outGrad);
            return placed(spread, [0, 0], x.shape);
          },
        },
        'forgets-the-step': {
          says: 'The columns of outGrad are put side by side; y has every other column of x.',
          hint: 'Which column of x is column 1 of y?',
          gradient: ({ outGrad }, x) => placed(outGrad, [1, 0], x.shape),
        },
        'fills-what-was-left-out': {
          says: 'Columns that y does not read get the adjoint of their neighbour, and not zeros.',
          hint: 'Does y change if x[1, 1] does?',
          gradient: ({ outGrad }, x) => placed(twice(outGrad), [1, 0], x.shape),
        },
      },
    },
    pad: {
      points: 2,
      inputs: nameless,
      sizes: { n: [1, 3], m: [1, 3] },
      answer: 'vjp',
      definition: (x) =>
        pad(x, [
          [1, 2],
          [0, 1],
        ]),
      misconceptions: {
        'crops-from-the-corner': {
          says: 'The first rows of outGrad are taken; the first of them belongs to a row of zeros.',
          hint: 'Where in y does x[0, 0] lie?',
          gradient: ({ outGrad }, x) => slice(outGrad, [0, 0], x.shape),
        },
        'swaps-before-and-after': {
          says: 'Two rows are left out in front and one behind; y has one row of zeros in front and two behind.',
          hint: 'Where in y does x[0, 0] lie?',
          gradient: ({ outGrad }, x) => {
            const [n, m] = sizesOf(x);
            return slice(outGrad, [2, 0], [n + 2, m]);
          },
        },
      },
    },
    'gather-rows': {
      points: 4,
      inputs: nameless,
      sizes: { n: [3, 5], m: [1, 3] },
      answer: 'vjp',
      definition: gathered,
      misconceptions: {
        'assigns-instead-of-adding': {
          says: 'Row 2 is read twice, and has only the last of the two adjoints: the second overwrites the first.',
          hint: 'An input that is used twice gets the sum of two adjoints. What does x̄[rows] = outGrad do?',
          gradient: ({ outGrad }, x) =>
            scattered(multiply(outGrad, perRow(x, [0, 1, 1, 1], sizesOf(x)[1])), x),
        },
        'averages-what-meets': {
          says: 'The two adjoints of row 2 are averaged; they must be added.',
          hint: 'By how much does the sum of y grow if x[2, 0] grows by 1?',
          gradient: ({ outGrad }, x) =>
            scattered(multiply(outGrad, perRow(x, [0.5, 1, 0.5, 1], sizesOf(x)[1])), x),
        },
        'puts-rows-back-in-order': {
          says: 'Row i of outGrad goes to row i of x; it belongs to the row that was read, rows[i].',
          hint: 'From which row of x does row 0 of y come?',
          gradient: ({ outGrad }, x) => {
            const [n, m] = sizesOf(x);
            return placed(slice(outGrad, [0, 0], [Math.min(n, rows.length), m]), [0, 0], x.shape);
          },
        },
      },
    },
    'scatter-add': {
      title: 'Adding rows to places',
      points: 3,
      inputs: { base: { shape: ['n', 'm'] }, source: { shape: [4, 'm'] } },
      sizes: { n: [3, 5], m: [1, 3] },
      answer: 'vjp',
      definition: (base, source) => scatterAdd(base, source, 0, placesOf(sizesOf(base)[1])),
      misconceptions: {
        'base-is-overwritten': {
          says: 'The rows of base that source is added to get no adjoint, as if they were overwritten; they are still there.',
          hint: 'Does y[0, 0] change if base[0, 0] does?',
          gradient: ({ outGrad }, base, source) => {
            const [n, m] = sizesOf(base);
            const kept = countsOf(n).map((count) => (count === 0 ? 1 : 0));
            return [multiply(outGrad, perRow(base, kept, m)), gather(outGrad, 0, placesOf(m), source.shape)];
          },
        },
        'shares-among-those-that-meet': {
          says: 'Rows 0 and 2 of source are both added to row 2, and each gets half of its adjoint; each gets all of it.',
          hint: 'By how much does y[2, 0] grow if source[0, 0] grows by 1?',
          gradient: ({ outGrad }, base) => {
            const [n, m] = sizesOf(base);
            const shares = countsOf(n).map((count) => Math.max(1, count));
            return [outGrad, gathered(divide(outGrad, perRow(base, shares, m)))];
          },
        },
        'base-gets-only-what-source-leaves': {
          says: 'The adjoint of base is zero: only that of source is there.',
          hint: 'y is a sum of two terms. What is the adjoint of each?',
          gradient: ({ outGrad }) => [mulScalar(outGrad, 0), gathered(outGrad)],
        },
      },
    },
    roll: {
      title: 'Turning rows',
      points: 2,
      inputs: nameless,
      sizes: { n: [1, 2], m: [2, 5] },
      answer: 'vjp',
      definition: turnedRight,
      misconceptions: {
        'turns-the-same-way': {
          says: 'outGrad is turned to the right once more; it has to go back.',
          hint: 'Entry 0 went to place 1. Where does its adjoint come from?',
          gradient: ({ outGrad }) => turnedRight(outGrad),
        },
        'loses-what-went-round': {
          says: 'The last entry gets zero; it went round to the first place, and its adjoint comes from there.',
          hint: 'Where in y is x[0, m − 1]?',
          gradient: ({ outGrad }, x) => placed(columns(outGrad, 1, sizesOf(x)[1]), [0, 0], x.shape),
        },
        'stays-in-place': {
          says: 'outGrad is returned as it is; x was turned.',
          hint: 'Where in y is x[0, 0]?',
          gradient: ({ outGrad }) => mulScalar(outGrad, 1),
        },
      },
    },
  },
} satisfies ChapterDefinition;

/** Piece number k of three along axis 1. */
function pieceOf(x: Tensor, k: number): Tensor {
  const [n, , m] = x.shape as [number, number, number];
  return reshape(slice(x, [0, k, 0], [n, k + 1, m]), [n, m]);
}
