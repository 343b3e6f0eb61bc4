/** What the grader knows of the chapter. */
import {
  add,
  addScalar,
  broadcastTo,
  divide,
  divideScalar,
  layerNorm,
  logsoftmax,
  mean,
  mulScalar,
  multiply,
  negate,
  reshape,
  sigmoid,
  softmax,
  softplus,
  sqrt,
  subtract,
  summation,
  Tensor,
  variance,
} from 'backproof/engine';
import type { ChapterDefinition } from 'backproof/exercise';

const sizesOf = (tensor: Tensor) => tensor.shape as readonly [number, number];

/** Entry i in each column of row i. */
const alongRows = (tensor: Tensor, x: Tensor): Tensor =>
  broadcastTo(reshape(tensor, [x.shape[0] as number, 1]), x.shape);

const centred = (x: Tensor): Tensor => subtract(x, mean(x, 1, true));

const rowSum = (x: Tensor): Tensor => summation(x, 1, true);

/** As students are told: row i has its 1 in column (2i + 1) mod k. */
function oneHot({ dtype, shape }: Tensor): Tensor {
  const [n, k] = shape as [number, number];
  const data = Array.from({ length: n * k }, (_, at) =>
    at % k === (2 * Math.floor(at / k) + 1) % k ? 1 : 0,
  );
  return Tensor.fromData({ dtype, shape, data });
}

const rows = {
  inputs: { x: { shape: ['n', 'k'] } },
  sizes: { n: [1, 3], k: [2, 4] },
} as const;
/** As wide as a row must be for its normalized entries not to be ±1. */
const wideRows = {
  inputs: { x: { shape: ['n', 'k'], domain: [-2, 2] } },
  sizes: { n: [1, 3], k: [3, 4] },
} as const;

const deviation = (x: Tensor): Tensor =>
  sqrt(addScalar(mean(multiply(centred(x), centred(x)), 1, true), 1e-5));

export default {
  title: 'From the mean to cross-entropy',
  exercises: {
    mean: {
      points: 2,
      ...rows,
      answer: 'vjp',
      definition: (x) => mean(x, 1),
      misconceptions: {
        'forgets-to-divide': {
          says: 'Each entry gets the whole adjoint of its row: that is the rule of a sum.',
          hint: 'By how much does the mean of four numbers grow if one of them grows by 1?',
          gradient: ({ outGrad }, x) => alongRows(outGrad, x),
        },
        'divides-by-all-entries': {
          says: 'The adjoint is divided by n·k, as many as x has entries; each mean is of the k entries of a row.',
          hint: 'How many entries are averaged into one?',
          gradient: ({ outGrad }, x) => divideScalar(alongRows(outGrad, x), sizesOf(x)[0] * sizesOf(x)[1]),
        },
        'averages-outgrad': {
          says: 'Each entry gets the mean of outGrad over all rows; row i has to do with entry i of outGrad alone.',
          hint: 'On which entries of x does the mean of row 0 depend?',
          gradient: ({ outGrad }, x) => divideScalar(broadcastTo(mean(outGrad), x.shape), sizesOf(x)[1]),
        },
      },
    },
    variance: {
      points: 2,
      ...rows,
      answer: 'vjp',
      definition: (x) => variance(x, 1, false, 0),
      misconceptions: {
        'forgets-the-two': {
          says: 'The factor 2, from the derivative of a square, is missing.',
          hint: 'What is the derivative of (x − m)² by x, for a fixed m?',
          gradient: ({ outGrad }, x) =>
            multiply(alongRows(outGrad, x), divideScalar(centred(x), sizesOf(x)[1])),
        },
        'divides-by-one-less': {
          says: 'The sum is divided by k − 1, as for the variance of a sample; here the variance is Σ (x − m)²/k.',
          hint: 'By what is the sum of the squares divided on the way forward?',
          gradient: ({ outGrad }, x) =>
            multiply(alongRows(outGrad, x), mulScalar(centred(x), 2 / (sizesOf(x)[1] - 1))),
        },
        'forgets-to-centre': {
          says: 'x stands where x − m should: that is the rule of the mean of the squares.',
          hint: 'What does the variance of a row do if 1 is added to all of its entries?',
          gradient: ({ outGrad }, x) => multiply(alongRows(outGrad, x), mulScalar(x, 2 / sizesOf(x)[1])),
        },
      },
    },
    softmax: {
      points: 3,
      ...rows,
      answer: 'vjp',
      definition: (x) => softmax(x, 1),
      misconceptions: {
        'only-the-diagonal': {
          says: 'p(1 − p)·outGrad is only the diagonal of the Jacobian: each p also depends on the other entries of its row.',
          hint: 'What happens to the other probabilities when one of them grows?',
          gradient: ({ outGrad }, x) => {
            const p = softmax(x, 1);
            return multiply(outGrad, multiply(p, addScalar(negate(p), 1)));
          },
        },
        'forgets-the-denominator': {
          says: 'p·outGrad is the rule for a fixed sum in the denominator; the sum depends on x, too.',
          hint: 'If all entries of outGrad are 1, what is the adjoint of x? The probabilities of a row sum to 1, whatever x is.',
          gradient: ({ outGrad }, x) => multiply(outGrad, softmax(x, 1)),
        },
        'sums-without-weights': {
          says: 'outGrad is summed as it is, and not weighted by p.',
          hint: 'Σᵢ ȳᵢ·∂pᵢ/∂xⱼ with ∂pᵢ/∂xⱼ = pᵢ(δᵢⱼ − pⱼ): which factors stand below the sum?',
          gradient: ({ outGrad }, x) => multiply(softmax(x, 1), subtract(outGrad, rowSum(outGrad))),
        },
      },
    },
    'log-softmax': {
      title: 'Log-softmax',
      points: 3,
      ...rows,
      answer: 'vjp',
      definition: (x) => logsoftmax(x, 1),
      misconceptions: {
        'forgets-the-sum-of-outgrad': {
          says: 'outGrad − p is right only if outGrad sums to 1 along the row.',
          hint: 'Every y of the row has the same −logsumexp in it. How many adjoints arrive there?',
          gradient: ({ outGrad }, x) => subtract(outGrad, softmax(x, 1)),
        },
        'weights-instead-of-sum': {
          says: 'Each entry has p·outGrad of its own taken away, and not p times the sum of the row of outGrad.',
          hint: 'Does y₀ depend on x₁?',
          gradient: ({ outGrad }, x) => subtract(outGrad, multiply(softmax(x, 1), outGrad)),
        },
        'rule-of-softmax': {
          says: 'This is the rule of softmax; the logarithm divides it by p.',
          hint: 'y = ln p. What becomes of ∂p/∂x?',
          gradient: ({ outGrad }, x) => {
            const p = softmax(x, 1);
            return multiply(p, subtract(outGrad, rowSum(multiply(outGrad, p))));
          },
        },
      },
    },
    'cross-entropy': {
      title: 'Cross-entropy with one-hot targets',
      points: 3,
      inputs: { logits: { shape: ['n', 'k'] } },
      sizes: { n: [1, 3], k: [2, 4] },
      answer: 'vjp',
      definition: (logits) =>
        divideScalar(summation(multiply(oneHot(logits), logsoftmax(logits, 1))), -sizesOf(logits)[0]),
      misconceptions: {
        'sign-reversed': {
          says: 'This is targets − p; the loss has a minus in front of the logarithm.',
          hint: 'Should the loss grow or fall when the logit of the right class grows?',
          gradient: ({ outGrad }, logits) =>
            multiply(outGrad, divideScalar(subtract(oneHot(logits), softmax(logits, 1)), sizesOf(logits)[0])),
        },
        'forgets-the-mean-over-rows': {
          says: 'The loss is the mean over the n rows, and 1/n is missing.',
          hint: 'What happens to the loss if every row stands there twice? And to the adjoint of one of them?',
          gradient: ({ outGrad }, logits) => multiply(outGrad, subtract(softmax(logits, 1), oneHot(logits))),
        },
        'forgets-outgrad': {
          says: '(p − targets)/n is right only if outGrad is 1: the loss need not be the end of the graph.',
          hint: 'What if somebody doubles the loss, and differentiates then?',
          gradient: (_, logits) =>
            divideScalar(subtract(softmax(logits, 1), oneHot(logits)), sizesOf(logits)[0]),
        },
      },
    },
    'binary-cross-entropy': {
      title: 'Binary cross-entropy with logits',
      points: 3,
      inputs: { logits: { shape: ['...'] }, targets: { shape: ['...'], domain: [0, 1] } },
      definition: (logits, targets) => subtract(softplus(logits), multiply(logits, targets)),
      misconceptions: {
        'forgets-the-sigmoid': {
          says: 'The logits are taken for probabilities: it is σ(z) − t, not z − t.',
          hint: 'What is the derivative of softplus, ln(1 + eᶻ)?',
          gradient: ({ outGrad }, z, t) => [multiply(outGrad, subtract(z, t)), negate(multiply(outGrad, z))],
        },
        'multiplies-by-the-slope-of-the-sigmoid': {
          says: '(σ − t)·σ(1 − σ) is the rule of the squared error; here the factor σ(1 − σ) cancels.',
          hint: 'What is the derivative of the loss by the probability σ(z)? Multiply it by σ(1 − σ).',
          gradient: ({ outGrad }, z, t) => {
            const s = sigmoid(z);
            const slope = multiply(s, addScalar(negate(s), 1));
            return [multiply(outGrad, multiply(subtract(s, t), slope)), negate(multiply(outGrad, z))];
          },
        },
        'targets-are-taken-for-constants': {
          says: 'The adjoint of the targets is zero here; they are an input, and the loss depends on them.',
          hint: 'Write the loss as a function of t: where does t stand?',
          gradient: ({ outGrad }, z, t) => [
            multiply(outGrad, subtract(sigmoid(z), t)),
            mulScalar(multiply(outGrad, z), 0),
          ],
        },
      },
    },
    'layer-norm': {
      title: 'Layer normalization',
      points: 4,
      ...wideRows,
      answer: 'vjp',
      definition: (x) => layerNorm(x, -1, 1e-5),
      misconceptions: {
        'mean-and-variance-are-constants': {
          says: 'The mean and the variance of a row are taken for constants; both depend on every entry of it.',
          hint: 'How many paths lead from x to y?',
          gradient: ({ outGrad }, x) => divide(outGrad, deviation(x)),
        },
        'variance-is-a-constant': {
          says: 'The path by way of the mean is there, that by way of the variance is missing.',
          hint: 'What does y do if x is doubled?',
          gradient: ({ outGrad }, x) => divide(centred(outGrad), deviation(x)),
        },
        'sums-instead-of-means': {
          says: 'outGrad and outGrad·y are summed over the row; their means are needed.',
          hint: 'Where does the mean of a row have its 1/k?',
          gradient: ({ outGrad }, x) => {
            const y = layerNorm(x, -1, 1e-5);
            const along = add(rowSum(outGrad), multiply(y, rowSum(multiply(outGrad, y))));
            return divide(subtract(outGrad, along), deviation(x));
          },
        },
      },
    },
  },
} satisfies ChapterDefinition;
