/** What the grader knows of the chapter. */
import {
  add,
  matmul,
  mulScalar,
  multiply,
  reshape,
  sin,
  summation,
  Tensor,
  transpose,
} from 'backproof/engine';
import type { ChapterDefinition } from 'backproof/exercise';

/** A matrix whose entry in each row and column is what `entry` says. */
function matrix(rows: number, columns: number, entry: (row: number, column: number) => number): Tensor {
  const data = Array.from({ length: rows * columns }, (_, at) =>
    entry(Math.floor(at / columns), at % columns),
  );
  return Tensor.fromData({ dtype: 'float64', shape: [rows, columns], data });
}

/** Entry [i, j] of a matrix, or entry [j] of a vector; what is beyond its end is no number. */
const entry = (tensor: Tensor, j: number, i = 0): number =>
  tensor.toData().data[i * (tensor.shape.at(-1) ?? 1) + j] ?? Number.NaN;

const numbers = { domain: [-2, 2] } as const;
const affine = {
  inputs: {
    x: { shape: ['n', 'k'], ...numbers },
    w: { shape: ['k', 'm'], ...numbers },
    b: { shape: ['m'], ...numbers },
  },
  sizes: { n: [1, 3], k: [1, 3], m: [1, 3] },
  definition: (x: Tensor, w: Tensor, b: Tensor) => add(matmul(x, w), b),
} as const;

/** n, k and m. */
const sizesOf = (x: Tensor, w: Tensor) => [...x.shape, w.shape[1]] as [number, number, number];

/** The product as a column of n rows. */
const times = (a: Tensor, x: Tensor): Tensor => {
  const [m, k] = a.shape as [number, number];
  return reshape(matmul(a, reshape(x, [k, 1])), [m]);
};

/** Entry i of Wx. */
const inner = (w: Tensor, x: Tensor, i: number): number =>
  x.toData().data.reduce((sum, each, j) => sum + entry(w, j, i) * each, 0);

export default {
  title: 'Jacobian and VJP by hand',
  exercises: {
    scalar: {
      title: 'Two numbers: f(x, y) = x·y + sin x',
      points: 2,
      inputs: { x: { shape: [], ...numbers }, y: { shape: [], ...numbers } },
      answer: 'jacobian',
      definition: (x, y) => add(multiply(x, y), sin(x)),
      misconceptions: {
        'forgets-that-both-terms-have-x': {
          says: 'x stands in x·y and in sin x, and ∂f/∂x has the slope of sin x alone.',
          hint: 'In how many terms of f does x stand?',
          returns: (x) => [matrix(1, 1, () => Math.cos(entry(x, 0))), matrix(1, 1, () => entry(x, 0))],
        },
        'swaps-the-inputs': {
          says: '∂f/∂y stands where ∂f/∂x should be, and the other way round.',
          hint: 'In which order are the inputs?',
          returns: (x, y) => [
            matrix(1, 1, () => entry(x, 0)),
            matrix(1, 1, () => entry(y, 0) + Math.cos(entry(x, 0))),
          ],
        },
        'slope-of-sine-is-negative': {
          says: 'The slope of sin is cos; −sin is that of cos.',
          hint: 'What is the slope of sin at 0?',
          returns: (x, y) => [
            matrix(1, 1, () => entry(y, 0) - Math.cos(entry(x, 0))),
            matrix(1, 1, () => entry(x, 0)),
          ],
        },
      },
    },
    'by-x': {
      title: 'The Jacobian of Y = XW + b by X',
      points: 3,
      ...affine,
      answer: 'jacobian',
      by: ['x'],
      misconceptions: {
        'transposed-jacobian': {
          says: 'Rows stand for entries of X, and columns for entries of Y: that is Jᵀ.',
          hint: 'A row of J is the gradient of one entry of the output.',
          returns(x, w) {
            const [n, k, m] = sizesOf(x, w);
            return matrix(n * k, n * m, (row, column) =>
              Math.floor(row / k) === Math.floor(column / m) ? entry(w, column % m, row % k) : 0,
            );
          },
        },
        'column-major-order': {
          says: 'The entries of Y are counted column by column; here as in NumPy they are counted row by row.',
          hint: 'Which entry of Y comes second, Y[0,1] or Y[1,0]?',
          returns(x, w) {
            const [n, k, m] = sizesOf(x, w);
            return matrix(n * m, n * k, (row, column) =>
              row % n === Math.floor(column / k) ? entry(w, Math.floor(row / n), column % k) : 0,
            );
          },
        },
        'forgets-that-rows-are-apart': {
          says: 'Each row of Y depends on one row of X; here it depends on all of them.',
          hint: 'Does Y[0,0] change if X[1,0] does?',
          returns(x, w) {
            const [n, k, m] = sizesOf(x, w);
            return matrix(n * m, n * k, (row, column) => entry(w, row % m, column % k));
          },
        },
      },
    },
    'by-w': {
      title: 'The Jacobian of Y = XW + b by W',
      points: 3,
      ...affine,
      answer: 'jacobian',
      by: ['w'],
      misconceptions: {
        'forgets-that-columns-are-apart': {
          says: 'Each column of Y depends on one column of W; here it depends on all of them.',
          hint: 'Does Y[0,0] change if W[0,1] does?',
          returns(x, w) {
            const [n, k, m] = sizesOf(x, w);
            return matrix(n * m, k * m, (row, column) =>
              entry(x, Math.floor(column / m), Math.floor(row / m)),
            );
          },
        },
        'column-major-columns': {
          says: 'The entries of W are counted column by column; here as in NumPy they are counted row by row.',
          hint: 'Which entry of W comes second, W[0,1] or W[1,0]?',
          returns(x, w) {
            const [n, k, m] = sizesOf(x, w);
            return matrix(n * m, k * m, (row, column) =>
              row % m === Math.floor(column / k) ? entry(x, column % k, Math.floor(row / m)) : 0,
            );
          },
        },
        'transposed-jacobian': {
          says: 'Rows stand for entries of W, and columns for entries of Y: that is Jᵀ.',
          hint: 'A row of J is the gradient of one entry of the output.',
          returns(x, w) {
            const [n, k, m] = sizesOf(x, w);
            return matrix(k * m, n * m, (row, column) =>
              row % m === column % m ? entry(x, Math.floor(row / m), Math.floor(column / m)) : 0,
            );
          },
        },
      },
    },
    'by-b': {
      title: 'The Jacobian of Y = XW + b by b',
      points: 2,
      ...affine,
      answer: 'jacobian',
      by: ['b'],
      misconceptions: {
        'forgets-that-b-is-repeated': {
          says: 'b is added to every row of Y; here only the first row depends on it.',
          hint: 'How often does b[0] stand in Y?',
          returns(x, w) {
            const [n, , m] = sizesOf(x, w);
            return matrix(n * m, m, (row, column) => (row === column ? 1 : 0));
          },
        },
        'ones-everywhere': {
          says: 'Every entry is 1, as if b were one number that is added to all of Y.',
          hint: 'Does Y[0,0] change if b[1] does?',
          returns(x, w) {
            const [n, , m] = sizesOf(x, w);
            return matrix(n * m, m, () => 1);
          },
        },
      },
    },
    vjp: {
      title: 'JᵀΔ without J',
      points: 4,
      ...affine,
      answer: 'vjp',
      order: 1,
      misconceptions: {
        'forgets-the-sum-over-rows': {
          says: 'b is used by every row of Y, and its adjoint has only what the first row sends back.',
          hint: 'An input that is used n times gets the sum of n adjoints.',
          gradient: ({ outGrad }, x, w) => [
            matmul(outGrad, transpose(w)),
            matmul(transpose(x), outGrad),
            summation(multiply(outGrad, firstRow(outGrad)), 0),
          ],
        },
        'averages-over-rows': {
          says: 'The adjoint of b is the mean over the rows of outGrad, and not their sum.',
          hint: 'By how much does the sum of Y change if b[0] grows by 1?',
          gradient: ({ outGrad }, x, w) => [
            matmul(outGrad, transpose(w)),
            matmul(transpose(x), outGrad),
            mulScalar(summation(outGrad, 0), 1 / (outGrad.shape[0] as number)),
          ],
        },
        'forgets-outgrad-for-w': {
          says: 'The adjoint of W is the sum over the rows of X: that is JᵀΔ for a Δ of ones, whatever outGrad is.',
          hint: 'Where does outGrad stand in the adjoint of W?',
          gradient: ({ outGrad }, x, w) => [
            matmul(outGrad, transpose(w)),
            matmul(transpose(x), ones(outGrad)),
            summation(outGrad, 0),
          ],
        },
      },
    },
    chain: {
      title: 'A chain of two Jacobians',
      points: 3,
      inputs: { w: { shape: ['m', 'k'], ...numbers }, x: { shape: ['k'], ...numbers } },
      sizes: { m: [1, 3], k: [1, 3] },
      answer: 'jacobian',
      by: ['x'],
      definition: (w, x) => sin(times(w, x)),
      misconceptions: {
        'forgets-the-outer-jacobian': {
          says: 'This is W, the Jacobian of Wx: that of sin is missing.',
          hint: 'z is made of x in two steps; how many Jacobians are there?',
          returns: (w) => matrix(w.shape[0] as number, w.shape[1] as number, (i, j) => entry(w, j, i)),
        },
        'outer-slope-at-the-input': {
          says: 'cos is taken of the entries of x; the sine was taken of those of Wx.',
          hint: 'At which point is the Jacobian of the outer function taken?',
          returns: (w, x) =>
            matrix(
              w.shape[0] as number,
              w.shape[1] as number,
              (i, j) => Math.cos(entry(x, j)) * entry(w, j, i),
            ),
        },
        'value-instead-of-slope': {
          says: 'The sine itself stands where its slope should be.',
          hint: 'What is the Jacobian of a function that goes entry by entry?',
          returns: (w, x) =>
            matrix(
              w.shape[0] as number,
              w.shape[1] as number,
              (i, j) => Math.sin(inner(w, x, i)) * entry(w, j, i),
            ),
        },
      },
    },
    paths: {
      title: 'Two paths',
      points: 3,
      inputs: { a: { shape: ['n', 'n'], ...numbers }, x: { shape: ['n'], ...numbers } },
      sizes: { n: [1, 4] },
      answer: 'jacobian',
      by: ['x'],
      definition: (a, x) => add(x, times(a, sin(x))),
      misconceptions: {
        'forgets-the-direct-path': {
          says: 'x also reaches y without passing through A: the identity matrix is missing.',
          hint: 'In how many terms of y does x stand?',
          returns: (a, x) =>
            matrix(
              x.shape[0] as number,
              x.shape[0] as number,
              (i, j) => entry(a, j, i) * Math.cos(entry(x, j)),
            ),
        },
        'product-in-the-wrong-order': {
          says: 'This is diag(cos x)·A, and A is the outer function: its Jacobian stands to the left.',
          hint: 'Which of the two functions is applied last?',
          returns: (a, x) =>
            matrix(
              x.shape[0] as number,
              x.shape[0] as number,
              (i, j) => (i === j ? 1 : 0) + entry(a, j, i) * Math.cos(entry(x, i)),
            ),
        },
        'multiplies-the-paths': {
          says: 'The Jacobians of the two paths are multiplied; a sum has the sum of the Jacobians.',
          hint: 'Along a path Jacobians are multiplied. And those of two paths that meet?',
          returns: (a, x) =>
            matrix(x.shape[0] as number, x.shape[0] as number, (i, j) =>
              i === j ? entry(a, j, i) * Math.cos(entry(x, j)) : 0,
            ),
        },
      },
    },
  },
} satisfies ChapterDefinition;

/** 1 in the first row, and 0 in the others. */
const firstRow = ({ dtype, shape }: Tensor): Tensor => {
  const [n, m] = shape as [number, number];
  return Tensor.fromData({
    dtype,
    shape: [n, m],
    data: Array.from({ length: n * m }, (_, at) => (at < m ? 1 : 0)),
  });
};

const ones = ({ dtype, shape }: Tensor): Tensor => {
  const [n, m] = shape as [number, number];
  return Tensor.fromData({ dtype, shape: [n, m], data: new Array<number>(n * m).fill(1) });
};
