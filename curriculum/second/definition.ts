/** What the grader knows of the chapter. */
import {
  add,
  addScalar,
  divide,
  divideScalar,
  mulScalar,
  multiply,
  negate,
  powerScalar,
  reshape,
  slice,
  softmax,
  sqrt,
  stack,
  summation,
  Tensor,
  tanh,
} from 'backproof/engine';
import type { ChapterDefinition } from 'backproof/exercise';

const square = (x: Tensor): Tensor => multiply(x, x);
const oneMinus = (x: Tensor): Tensor => addScalar(negate(x), 1);

/** xᵀy, of shape (). */
const dot = (x: Tensor, y: Tensor): Tensor => summation(multiply(x, y));

const gradient = (x: Tensor): Tensor => multiply(dot(x, x), x);

const hessianTimes = (x: Tensor, v: Tensor): Tensor =>
  add(multiply(dot(x, x), v), mulScalar(multiply(dot(x, v), x), 2));

/** softmax(x) as numbers. */
function probabilities(x: Tensor): readonly number[] {
  const { data } = x.toData();
  const largest = Math.max(...data);
  const powers = data.map((entry) => Math.exp(entry - largest));
  const sum = powers.reduce((total, each) => total + each, 0);
  return powers.map((power) => power / sum);
}

/** A matrix made of pairs of probabilities. */
function ofPairs(x: Tensor, entry: (a: number, b: number, same: boolean) => number): Tensor {
  const p = probabilities(x);
  const data = p.flatMap((a, i) => p.map((b, j) => entry(a, b, i === j)));
  return Tensor.fromData({ dtype: 'float64', shape: [p.length, p.length], data });
}

/** The rows of outGrad: u, the adjoint of delta·b, and w, that of delta·a. */
const rowsOf = (outGrad: Tensor): readonly [Tensor, Tensor] => {
  const [, n] = outGrad.shape as [number, number];
  const row = (at: number): Tensor => reshape(slice(outGrad, [at, 0], [at + 1, n]), [n]);
  return [row(0), row(1)];
};

const vector = { shape: ['n'], domain: [-2, 2] } as const;

export default {
  title: 'Second order',
  exercises: {
    hyperbolic: {
      title: 'The rule of tanh, by its output',
      points: 2,
      inputs: { x: { shape: ['...'], domain: [-2, 2] } },
      definition: (x) => tanh(x),
      misconceptions: {
        'cuts-the-graph': {
          says: 'The first gradient is right, but y was detached: to its own gradient it is a constant, and ∂²y/∂x² comes out as 0.',
          hint: 'Of what does the adjoint depend? Is that dependence still in the graph?',
          gradient: ({ outGrad, output }) => multiply(outGrad, oneMinus(square(output.detach()))),
        },
        'squares-the-input': {
          says: 'It is 1 − y² with the output y; this has 1 − x².',
          hint: 'What does the slope of tanh do for large x?',
          gradient: ({ outGrad }, x) => multiply(outGrad, oneMinus(square(x))),
        },
        'forgets-the-square': {
          says: 'The slope is 1 − y², and not 1 − y.',
          hint: 'The slope at −x is the slope at x. Is yours?',
          gradient: ({ outGrad, output }) => multiply(outGrad, oneMinus(output)),
        },
      },
    },
    root: {
      title: 'The rule of a square root, by its output',
      points: 2,
      inputs: { x: { shape: ['...'], domain: [0.25, 4] } },
      definition: (x) => sqrt(x),
      misconceptions: {
        'cuts-the-graph': {
          says: 'The first gradient is right, but y was detached: to its own gradient it is a constant, and ∂²y/∂x² comes out as 0.',
          hint: 'Of what does the adjoint depend? Is that dependence still in the graph?',
          gradient: ({ outGrad, output }) => divideScalar(divide(outGrad, output.detach()), 2),
        },
        'divides-by-the-input': {
          says: 'It is 1/(2y) with the output y = √x; this has 1/(2x).',
          hint: 'What is the exponent of x in the derivative of x^(1/2)?',
          gradient: ({ outGrad }, x) => divideScalar(divide(outGrad, x), 2),
        },
        'forgets-the-half': {
          says: 'The factor ½ is missing.',
          hint: 'y² = x: differentiate both sides.',
          gradient: ({ outGrad, output }) => divide(outGrad, output),
        },
      },
    },
    cube: {
      title: 'The rule of a cube',
      points: 2,
      inputs: { x: { shape: ['...'], domain: [-2, 2] } },
      definition: (x) => powerScalar(x, 3),
      misconceptions: {
        'reads-numbers': {
          says: '3x² is computed of numbers: the first gradient is right, and has no graph that leads to x. ∂²y/∂x² comes out as 0.',
          hint: 'If you differentiate the adjoint by x, how does the engine know that x is in it?',
          gradient: ({ outGrad }, x) => multiply(outGrad, mulScalar(square(x.detach()), 3)),
        },
        'cuts-one-factor': {
          says: 'One of the two factors of x² was detached: ∂²y/∂x² comes out as 3x, and should be 6x.',
          hint: 'How many paths lead from x to x·x?',
          gradient: ({ outGrad }, x) => multiply(outGrad, mulScalar(multiply(x, x.detach()), 3)),
        },
        'keeps-the-exponent': {
          says: 'The exponent comes down as a factor, and must also get smaller by 1: this is 3x³.',
          hint: 'What is the derivative of x³ at x = 2?',
          gradient: ({ outGrad }, x) => multiply(outGrad, mulScalar(powerScalar(x, 3), 3)),
        },
      },
    },
    'hessian-vector': {
      title: 'A Hessian times a vector',
      points: 3,
      inputs: { x: vector, v: vector },
      sizes: { n: [1, 4] },
      order: 0,
      definition: (x, v) => [gradient(x), hessianTimes(x, v)],
      misconceptions: {
        'forgets-that-the-factor-depends-on-x': {
          says: '(xᵀx)·x is a product of two factors with x in them, and Hv has the term of one: 2(xᵀv)·x is missing.',
          hint: 'Which terms does the derivative of a product have?',
          returns: (x, v) => [gradient(x), multiply(dot(x, x), v)],
        },
        'forgets-the-two': {
          says: 'The derivative of xᵀx along v is 2xᵀv; the 2 is missing.',
          hint: 'What is (x + hv)ᵀ(x + hv), up to terms in h?',
          returns: (x, v) => [gradient(x), add(multiply(dot(x, x), v), multiply(dot(x, v), x))],
        },
        'entry-by-entry': {
          says: 'The Hessian is taken for a diagonal one: x is multiplied by v entry by entry, and not summed.',
          hint: 'Does entry 0 of ∇f depend on x[1]?',
          returns: (x, v) => [
            gradient(x),
            add(multiply(dot(x, x), v), mulScalar(multiply(multiply(x, v), x), 2)),
          ],
        },
      },
    },
    'hessian-of-logsumexp': {
      title: 'The Hessian of log-sum-exp',
      points: 3,
      inputs: { x: { shape: ['n'], domain: [-3, 3] } },
      sizes: { n: [1, 4] },
      answer: 'jacobian',
      definition: (x) => softmax(x, 0),
      misconceptions: {
        'only-the-diagonal': {
          says: 'Beside the diagonal stands 0; each p depends on all entries of x.',
          hint: 'What does p[0] do when x[1] grows?',
          returns: (x) => ofPairs(x, (a, _, same) => (same ? a - a * a : 0)),
        },
        'forgets-the-denominator': {
          says: 'This is diag(p), the derivative of exp(x)/s with s held fixed; s depends on x, too.',
          hint: 'What is the sum of a row of the Hessian? f(x + c) = f(x) + c.',
          returns: (x) => ofPairs(x, (a, _, same) => (same ? a : 0)),
        },
        'sign-reversed': {
          says: 'This is ppᵀ − diag(p), the negative of the Hessian.',
          hint: 'Log-sum-exp is convex: which sign does the diagonal have?',
          returns: (x) => ofPairs(x, (a, b, same) => (same ? a * b - a : a * b)),
        },
      },
    },
    'vjp-of-vjp': {
      title: 'The VJP of a VJP',
      points: 4,
      inputs: { delta: vector, a: vector, b: vector },
      sizes: { n: [1, 3] },
      answer: 'vjp',
      definition: (delta, a, b) => stack([multiply(delta, b), multiply(delta, a)], 0),
      misconceptions: {
        'forgets-that-delta-is-an-input': {
          says: 'The adjoint of delta is zero; both rows have delta as a factor.',
          hint: 'Of how many inputs is delta·b made?',
          gradient: ({ outGrad }, delta) => {
            const [u, w] = rowsOf(outGrad);
            return [mulScalar(delta, 0), multiply(w, delta), multiply(u, delta)];
          },
        },
        'only-one-path-to-delta': {
          says: 'delta stands in both rows, and has the adjoint of the first alone.',
          hint: 'An input that is used twice gets the sum of two adjoints.',
          gradient: ({ outGrad }, delta, _a, b) => {
            const [u, w] = rowsOf(outGrad);
            return [multiply(u, b), multiply(w, delta), multiply(u, delta)];
          },
        },
        'swaps-the-rows': {
          says: 'u went to a and w to b; u is the adjoint of the row that has b in it.',
          hint: 'In which of the two rows does a stand?',
          gradient: ({ outGrad }, delta, a, b) => {
            const [u, w] = rowsOf(outGrad);
            return [add(multiply(u, b), multiply(w, a)), multiply(u, delta), multiply(w, delta)];
          },
        },
      },
    },
  },
} satisfies ChapterDefinition;
