/** What the grader knows of the chapter. */
import {
  add,
  addScalar,
  divide,
  divideScalar,
  exp,
  logsoftmax,
  logsumexp,
  mask,
  matmul,
  mean,
  mulScalar,
  multiply,
  negate,
  relu,
  softmax,
  sqrt,
  subtract,
  summation,
  Tensor,
  tanh,
  transpose,
} from 'backproof/engine';
import type { ChapterDefinition } from 'backproof/exercise';

const numbers = { domain: [-2, 2] } as const;
const countOf = (tensor: Tensor): number => tensor.shape[0] as number;
const meanOfRows = (tensor: Tensor): Tensor => mean(tensor, 0, true);

const filledLike = ({ dtype, shape }: Tensor, entry: (at: number) => number): Tensor =>
  Tensor.fromData({
    dtype,
    shape,
    data: Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, (_, at) => entry(at)),
  });
const onesLike = (tensor: Tensor): Tensor => filledLike(tensor, () => 1);

/** 1 in the first row, and 0 in the others. */
const firstRowOf = (tensor: Tensor): Tensor =>
  filledLike(tensor, (at) => (at < (tensor.shape[1] as number) ? 1 : 0));

const deviation = (c: Tensor): Tensor => sqrt(addScalar(meanOfRows(multiply(c, c)), 0.01));
const centred = (z: Tensor): Tensor => subtract(z, meanOfRows(z));
const scaled = (c: Tensor): Tensor => divide(c, deviation(c));
const normalized = (z: Tensor): Tensor => scaled(centred(z));

/** As students are told: row i has its 1 in column i mod k. */
function targetsLike(tensor: Tensor): Tensor {
  const k = tensor.shape[1] as number;
  return filledLike(tensor, (at) => (at % k === Math.floor(at / k) % k ? 1 : 0));
}

const loss = (z: Tensor): Tensor =>
  negate(divideScalar(summation(multiply(targetsLike(z), logsoftmax(z, 1))), countOf(z)));

const first = {
  inputs: {
    x: { shape: ['n', 'd'], ...numbers },
    w: { shape: ['d', 'h'], ...numbers },
    b: { shape: ['h'], ...numbers },
  },
  sizes: { n: [1, 3], d: [1, 3], h: [1, 3] },
  answer: 'vjp',
  definition: (x: Tensor, w: Tensor, b: Tensor) => add(matmul(x, w), b),
} as const;

const second = {
  inputs: {
    x: { shape: ['n', 'h'], ...numbers },
    w: { shape: ['m', 'h'], ...numbers },
    b: { shape: [1, 'm'], ...numbers },
  },
  sizes: { n: [1, 3], h: [1, 3], m: [1, 3] },
  answer: 'vjp',
  definition: (x: Tensor, w: Tensor, b: Tensor) => add(matmul(x, transpose(w)), b),
} as const;

const tied = (t: Tensor, v: Tensor): Tensor => matmul(matmul(t, v), transpose(v));
const third = {
  inputs: { t: { shape: ['n', 'm'], ...numbers }, v: { shape: ['m', 'k'], ...numbers } },
  sizes: { n: [1, 3], m: [1, 3], k: [1, 2] },
  answer: 'vjp',
  definition: tied,
} as const;

/** A matrix of as many rows as normalized entries need that are not ±1. */
const batch = {
  inputs: { z: { shape: ['n', 'm'], ...numbers } },
  sizes: { n: [3, 4], m: [1, 2] },
  answer: 'vjp',
} as const;

const logits = {
  inputs: { z: { shape: ['n', 'k'] } },
  sizes: { n: [1, 3], k: [2, 3] },
  answer: 'vjp',
} as const;

const ofTied = (outGrad: Tensor, t: Tensor, v: Tensor) =>
  [
    tied(outGrad, v),
    add(matmul(transpose(t), matmul(outGrad, v)), matmul(transpose(outGrad), matmul(t, v))),
  ] as const;

/** The rule of scaling, and that of the whole normalization. */
const ofScaled = (outGrad: Tensor, c: Tensor): Tensor => {
  const n = scaled(c);
  return divide(subtract(outGrad, multiply(n, meanOfRows(multiply(outGrad, n)))), deviation(c));
};
const ofNormalized = (outGrad: Tensor, z: Tensor): Tensor => centred(ofScaled(outGrad, centred(z)));

const ofLogits = (outGrad: Tensor, z: Tensor): Tensor =>
  multiply(outGrad, divideScalar(subtract(softmax(z, 1), targetsLike(z)), countOf(z)));

const layerThree = (t: Tensor, v: Tensor, g: Tensor, b: Tensor): Tensor =>
  add(t, add(multiply(g, normalized(tied(t, v))), b));

interface Residual {
  /** Whether T has an adjoint of its own beside the one that comes through the branch. */
  readonly shortcut?: boolean;
  readonly branch?: boolean;
  readonly rule?: typeof ofNormalized;
}

function ofLayerThree(
  outGrad: Tensor,
  [t, v, g]: readonly [Tensor, Tensor, Tensor],
  { shortcut = true, branch = true, rule = ofNormalized }: Residual = {},
) {
  const z = tied(t, v);
  const [ofT, ofV] = ofTied(rule(multiply(outGrad, g), z), t, v);
  const ways = [...(shortcut ? [outGrad] : []), ...(branch ? [ofT] : [])];
  const gained = summation(multiply(outGrad, normalized(z)), 0);
  return [ways.reduce((sum, way) => add(sum, way)), ofV, gained, summation(outGrad, 0)] as const;
}

type Ten = readonly [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

function forward([x, w1, b1, w2, b2, v, g, b3, w4, tau]: Ten) {
  const z1 = add(matmul(x, w1), b1);
  const h1 = relu(z1);
  const h2 = tanh(add(matmul(h1, transpose(w2)), b2));
  const h3 = layerThree(h2, v, g, b3);
  return { z1, h1, h2, h3, z: divide(matmul(h3, w4), tau) };
}

interface Network extends Residual {
  readonly average?: boolean;
  readonly rectified?: boolean;
}

/** The adjoints, with what students get wrong as options. */
function ofNetwork(outGrad: Tensor, inputs: Ten, { average = true, rectified = true, ...third }: Network) {
  const [x, w1, , w2, , v, g, , w4, tau] = inputs;
  const { z1, h1, h2, h3, z } = forward(inputs);
  const ofZ = average ? ofLogits(outGrad, z) : mulScalar(ofLogits(outGrad, z), countOf(z));
  const ofS = divide(ofZ, tau);
  const ofTau = negate(divide(summation(multiply(ofZ, z)), tau));
  const [ofH2, ofV, ofG, ofB3] = ofLayerThree(matmul(ofS, transpose(w4)), [h2, v, g], third);
  const ofZ2 = multiply(ofH2, addScalar(negate(multiply(h2, h2)), 1));
  const ofH1 = matmul(ofZ2, w2);
  const ofZ1 = rectified
    ? multiply(
        ofH1,
        mask(z1, (each) => (each > 0 ? 1 : 0)),
      )
    : ofH1;
  return [
    matmul(ofZ1, transpose(w1)),
    matmul(transpose(x), ofZ1),
    summation(ofZ1, 0),
    matmul(transpose(ofZ2), h1),
    summation(ofZ2, 0, true),
    ofV,
    ofG,
    ofB3,
    matmul(transpose(h3), ofS),
    ofTau,
  ];
}

export default {
  title: 'A network of four layers by hand',
  exercises: {
    'first-input': {
      title: 'Layer 1: the adjoint of X',
      points: 1,
      ...first,
      by: ['x'],
      misconceptions: {
        'forgets-outgrad': {
          says: 'Each row is the sum of the columns of W: that is JᵀΔ for a Δ of ones, whatever outGrad is.',
          hint: 'Where does outGrad stand in the adjoint of X?',
          gradient: ({ outGrad }, _x, w) => matmul(onesLike(outGrad), transpose(w)),
        },
        'averages-over-outputs': {
          says: 'X̄ is divided by h, the number of outputs; their adjoints are added up.',
          hint: 'X[i,p] is used by h outputs. Is its adjoint the sum or the mean of what they send back?',
          gradient: ({ outGrad }, _x, w) => divideScalar(matmul(outGrad, transpose(w)), w.shape[1] as number),
        },
      },
    },
    'first-weights': {
      title: 'Layer 1: the adjoint of W',
      points: 1,
      ...first,
      by: ['w'],
      misconceptions: {
        'averages-over-rows': {
          says: 'W̄ is divided by n; a mean over the batch belongs to the loss, and is in outGrad already.',
          hint: 'Does Z = XW + b divide by anything?',
          gradient: ({ outGrad }, x) => divideScalar(matmul(transpose(x), outGrad), countOf(x)),
        },
        'forgets-outgrad': {
          says: 'Each column is the sum of the rows of X: that is JᵀΔ for a Δ of ones, whatever outGrad is.',
          hint: 'Where does outGrad stand in the adjoint of W?',
          gradient: ({ outGrad }, x) => matmul(transpose(x), onesLike(outGrad)),
        },
        'only-the-first-row': {
          says: 'W is used by every row of X, and its adjoint has only what the first row sends back.',
          hint: 'An input that is used n times gets the sum of n adjoints.',
          gradient: ({ outGrad }, x) => matmul(transpose(x), multiply(outGrad, firstRowOf(outGrad))),
        },
      },
    },
    'first-bias': {
      title: 'Layer 1: the adjoint of b',
      points: 1,
      ...first,
      by: ['b'],
      misconceptions: {
        'averages-over-rows': {
          says: 'The adjoint of b is the mean over the rows of outGrad, and not their sum.',
          hint: 'By how much does the sum of Z change if b[0] grows by 1?',
          gradient: ({ outGrad }) => mean(outGrad, 0),
        },
        'counts-the-rows': {
          says: 'The adjoint of b is n in every entry: that is right for a Δ of ones only.',
          hint: 'Where does outGrad stand in the adjoint of b?',
          gradient: ({ outGrad }) => summation(onesLike(outGrad), 0),
        },
      },
    },
    relu: {
      title: 'Layer 1: through relu',
      points: 1,
      inputs: { z: { shape: ['n', 'h'] } },
      sizes: { n: [1, 3], h: [1, 3] },
      answer: 'vjp',
      definition: (z) => relu(z),
      misconceptions: {
        'mask-without-outgrad': {
          says: 'This is the slope of relu; it is not multiplied by outGrad.',
          hint: 'What does the chain rule do with the slope?',
          gradient: (_, z) => mask(z, (each) => (each > 0 ? 1 : 0)),
        },
        'value-instead-of-slope': {
          says: 'outGrad is multiplied by relu(z), and not by its slope.',
          hint: 'What is the slope of relu at 5?',
          gradient: ({ outGrad }, z) => multiply(outGrad, relu(z)),
        },
        'relu-of-outgrad': {
          says: 'relu is applied to outGrad; which entries pass depends on z, not on the sign of outGrad.',
          hint: 'May an adjoint be negative?',
          gradient: ({ outGrad }) => relu(outGrad),
        },
      },
    },
    'second-input': {
      title: 'Layer 2: the adjoint of X',
      points: 1,
      ...second,
      by: ['x'],
      misconceptions: {
        'forgets-outgrad': {
          says: 'Each row is the sum of the rows of W: that is JᵀΔ for a Δ of ones, whatever outGrad is.',
          hint: 'Where does outGrad stand in the adjoint of X?',
          gradient: ({ outGrad }, _x, w) => matmul(onesLike(outGrad), w),
        },
        'sign-flipped': {
          says: 'X̄ has the wrong sign.',
          hint: 'If W and outGrad are positive, does the loss grow or fall with X?',
          gradient: ({ outGrad }, _x, w) => negate(matmul(outGrad, w)),
        },
      },
    },
    'second-weights': {
      title: 'Layer 2: the adjoint of W',
      points: 1,
      ...second,
      by: ['w'],
      misconceptions: {
        'rule-of-layer-one': {
          says: 'XᵀΔ is the adjoint of Wᵀ, of shape (h, m); that of W has the shape of W.',
          hint: 'Compare the shape of your answer with that of w.',
          gradient: ({ outGrad }, x) => matmul(transpose(x), outGrad),
        },
        'averages-over-rows': {
          says: 'W̄ is divided by n; a mean over the batch belongs to the loss, and is in outGrad already.',
          hint: 'Does Z = XWᵀ + b divide by anything?',
          gradient: ({ outGrad }, x) => divideScalar(matmul(transpose(outGrad), x), countOf(x)),
        },
      },
    },
    'second-bias': {
      title: 'Layer 2: the adjoint of b',
      points: 1,
      ...second,
      by: ['b'],
      misconceptions: {
        'loses-an-axis': {
          says: 'The rows are summed, but the axis is gone: b has shape (1, m), and so has its adjoint.',
          hint: 'Compare the shape of your answer with that of b.',
          gradient: ({ outGrad }) => summation(outGrad, 0),
        },
        'shape-of-the-output': {
          says: 'This is outGrad as it is, of the shape of Z; b was repeated for every row, so the rows are to be summed.',
          hint: 'Compare the shape of your answer with that of b.',
          gradient: ({ outGrad }) => outGrad,
        },
        'averages-over-rows': {
          says: 'The adjoint of b is the mean over the rows of outGrad, and not their sum.',
          hint: 'By how much does the sum of Z change if b[0,0] grows by 1?',
          gradient: ({ outGrad }) => meanOfRows(outGrad),
        },
      },
    },
    tanh: {
      title: 'Layer 2: through tanh',
      points: 1,
      inputs: { z: { shape: ['n', 'm'], ...numbers } },
      sizes: { n: [1, 3], m: [1, 3] },
      answer: 'vjp',
      definition: (z) => tanh(z),
      misconceptions: {
        'squares-the-input': {
          says: 'The slope is 1 − tanh²(z), and this is 1 − z².',
          hint: 'Whose square stands in the slope of tanh? Try z = 2: can the slope be negative?',
          gradient: ({ outGrad }, z) => multiply(outGrad, addScalar(negate(multiply(z, z)), 1)),
        },
        'forgets-the-square': {
          says: 'The slope is 1 − t², and this is 1 − t.',
          hint: 'tanh is odd: how do its slopes at z and −z compare?',
          gradient: ({ outGrad }, z) => multiply(outGrad, addScalar(negate(tanh(z)), 1)),
        },
        'plus-the-square': {
          says: 'The slope is 1 − t², and this is 1 + t².',
          hint: 'Is tanh steeper or flatter far from 0?',
          gradient: ({ outGrad }, z) => multiply(outGrad, addScalar(multiply(tanh(z), tanh(z)), 1)),
        },
      },
    },
    'third-input': {
      title: 'Layer 3: the adjoint of T',
      points: 1,
      ...third,
      by: ['t'],
      misconceptions: {
        'forgets-outgrad': {
          says: 'This is JᵀΔ for a Δ of ones, whatever outGrad is.',
          hint: 'Where does outGrad stand in the adjoint of T?',
          gradient: ({ outGrad }, _t, v) => tied(onesLike(outGrad), v),
        },
        'twice-for-two-factors': {
          says: 'V stands in Z twice, but T only once, and its adjoint has one term.',
          hint: 'Which inputs stand in Z twice?',
          gradient: ({ outGrad }, _t, v) => mulScalar(tied(outGrad, v), 2),
        },
      },
    },
    'third-weights': {
      title: 'Layer 3: the adjoint of V',
      points: 1,
      ...third,
      by: ['v'],
      misconceptions: {
        'forgets-the-second-use': {
          says: 'V stands in Z twice, and its adjoint has only the use next to T.',
          hint: 'An input that is used twice gets the sum of two adjoints.',
          gradient: ({ outGrad }, t, v) => matmul(transpose(t), matmul(outGrad, v)),
        },
        'forgets-the-first-use': {
          says: 'V stands in Z twice, and its adjoint has only the use as Vᵀ.',
          hint: 'An input that is used twice gets the sum of two adjoints.',
          gradient: ({ outGrad }, t, v) => matmul(transpose(outGrad), matmul(t, v)),
        },
        'doubles-one-use': {
          says: 'The adjoint of the first use is doubled; that of the second is another one, with T and outGrad in each other’s place.',
          hint: 'Is the product of Tᵀ and Δ the same as that of Δᵀ and T?',
          gradient: ({ outGrad }, t, v) => mulScalar(matmul(transpose(t), matmul(outGrad, v)), 2),
        },
      },
    },
    centre: {
      title: 'Layer 3: through the mean',
      points: 1,
      ...batch,
      definition: centred,
      misconceptions: {
        'mean-as-a-constant': {
          says: 'The mean depends on Z, and this rule treats it as a constant.',
          hint: 'What does C do if 1 is added to a whole column of Z?',
          gradient: ({ outGrad }) => outGrad,
        },
        'sum-instead-of-mean': {
          says: 'The sum of the rows of outGrad is taken away, and not their mean.',
          hint: 'How much does the mean of n numbers grow if one of them grows by 1?',
          gradient: ({ outGrad }) => subtract(outGrad, summation(outGrad, 0, true)),
        },
        'mean-along-the-row': {
          says: 'The mean is taken along each row; here it is one for each column, over the batch.',
          hint: 'Over which axis does the forward average?',
          gradient: ({ outGrad }) => subtract(outGrad, mean(outGrad, 1, true)),
        },
      },
    },
    scale: {
      title: 'Layer 3: through the deviation',
      points: 1,
      ...batch,
      inputs: { c: batch.inputs.z },
      definition: scaled,
      misconceptions: {
        'deviation-as-a-constant': {
          says: 'The deviation depends on C, and this rule treats it as a constant.',
          hint: 'What does N do if a column of C is doubled?',
          gradient: ({ outGrad }, c) => divide(outGrad, deviation(c)),
        },
        'forgets-to-divide': {
          says: 'The direction of N is taken out, but nothing is divided by the deviation.',
          hint: 'N = C/s: if C is doubled, what happens to the slope?',
          gradient: ({ outGrad }, c) =>
            subtract(outGrad, multiply(scaled(c), meanOfRows(multiply(outGrad, scaled(c))))),
        },
        'sum-instead-of-mean': {
          says: 'outGrad·N is summed over the rows, and not averaged.',
          hint: 's² is a mean of squares: which factor does its derivative have?',
          gradient: ({ outGrad }, c) =>
            divide(
              subtract(outGrad, multiply(scaled(c), summation(multiply(outGrad, scaled(c)), 0, true))),
              deviation(c),
            ),
        },
      },
    },
    normalize: {
      title: 'Layer 3: through the normalization',
      points: 1,
      ...batch,
      definition: normalized,
      misconceptions: {
        'statistics-as-constants': {
          says: 'Mean and deviation depend on Z, and this rule treats both as constants.',
          hint: 'On which three paths does Z reach N?',
          gradient: ({ outGrad }, z) => divide(outGrad, deviation(centred(z))),
        },
        'mean-as-a-constant': {
          says: 'The path through the deviation is there; the one through the mean is missing.',
          hint: 'If 1 is added to a column of Z, N stays as it is. What does that say of the sum of a column of its adjoint?',
          gradient: ({ outGrad }, z) => ofScaled(outGrad, centred(z)),
        },
        'deviation-as-a-constant': {
          says: 'The path through the mean is there; the one through the deviation is missing.',
          hint: 'If a column of Z is doubled, N nearly stays as it is. What does that say of its adjoint?',
          gradient: ({ outGrad }, z) => divide(centred(outGrad), deviation(centred(z))),
        },
      },
    },
    gain: {
      title: 'Layer 3: gain and shift',
      points: 1,
      inputs: {
        n: { shape: ['n', 'm'], ...numbers },
        g: { shape: ['m'], ...numbers },
        b: { shape: ['m'], ...numbers },
      },
      sizes: { n: [1, 3], m: [1, 3] },
      answer: 'vjp',
      definition: (n, g, b) => add(multiply(g, n), b),
      misconceptions: {
        'gain-without-its-input': {
          says: 'The adjoint of g is the sum of outGrad, as that of b is; g was multiplied by N.',
          hint: 'What is the slope of g·N by g?',
          gradient: ({ outGrad }, _n, g) => [
            multiply(outGrad, g),
            summation(outGrad, 0),
            summation(outGrad, 0),
          ],
        },
        'forgets-the-gain': {
          says: 'outGrad is handed to N as it is, without the factor g.',
          hint: 'If g is 0, how much does G depend on N?',
          gradient: ({ outGrad }, n) => [outGrad, summation(multiply(outGrad, n), 0), summation(outGrad, 0)],
        },
        'averages-over-rows': {
          says: 'The adjoints of g and b are means over the batch; they are sums.',
          hint: 'Each of g and b is used n times. What does an input get that is used n times?',
          gradient: ({ outGrad }, n, g) => [
            multiply(outGrad, g),
            mean(multiply(outGrad, n), 0),
            mean(outGrad, 0),
          ],
        },
      },
    },
    residual: {
      title: 'Layer 3: the residual sum',
      points: 1,
      order: 1,
      inputs: {
        t: { shape: ['n', 'm'], ...numbers },
        v: { shape: ['m', 'k'], ...numbers },
        g: { shape: ['m'], ...numbers },
        b: { shape: ['m'], ...numbers },
      },
      sizes: { n: [3, 3], m: [1, 2], k: [1, 2] },
      answer: 'vjp',
      definition: layerThree,
      misconceptions: {
        'forgets-the-shortcut': {
          says: 'T̄ has only what comes back through the branch; T is added to H directly, too.',
          hint: 'Which paths lead from T to H?',
          gradient: ({ outGrad }, t, v, g) => ofLayerThree(outGrad, [t, v, g], { shortcut: false }),
        },
        'forgets-the-branch': {
          says: 'T̄ is outGrad alone; T is also read by the branch.',
          hint: 'Which paths lead from T to H?',
          gradient: ({ outGrad }, t, v, g) => ofLayerThree(outGrad, [t, v, g], { branch: false }),
        },
      },
    },
    temperature: {
      title: 'Layer 4: the temperature',
      points: 1,
      inputs: { s: { shape: ['n', 'k'], ...numbers }, tau: { shape: [], domain: [0.5, 2] } },
      sizes: { n: [1, 3], k: [1, 3] },
      answer: 'vjp',
      definition: (s, tau) => divide(s, tau),
      misconceptions: {
        'forgets-the-minus': {
          says: 'The adjoint of τ has the wrong sign: S/τ falls as τ grows, where S is positive.',
          hint: 'What is the derivative of 1/τ?',
          gradient: ({ outGrad }, s, tau) => [
            divide(outGrad, tau),
            divide(summation(multiply(outGrad, s)), multiply(tau, tau)),
          ],
        },
        'forgets-the-square': {
          says: 'The adjoint of τ is divided by τ once; the derivative of 1/τ is −1/τ².',
          hint: 'What is the derivative of 1/τ?',
          gradient: ({ outGrad }, s, tau) => [
            divide(outGrad, tau),
            negate(divide(summation(multiply(outGrad, s)), tau)),
          ],
        },
        'averages-instead-of-summing': {
          says: 'The adjoint of τ is the mean over all entries; τ is used by each of them, and gets the sum.',
          hint: 'How many entries of Z does τ stand in?',
          gradient: ({ outGrad }, s, tau) => [
            divide(outGrad, tau),
            negate(divide(mean(multiply(outGrad, s)), multiply(tau, tau))),
          ],
        },
      },
    },
    'log-sum-exp': {
      title: 'The loss: log-sum-exp',
      points: 1,
      ...logits,
      definition: (z) => logsumexp(z, 1, true),
      misconceptions: {
        'forgets-outgrad': {
          says: 'This is softmax(Z), the slope alone; it is not multiplied by outGrad.',
          hint: 'What does the chain rule do with the slope?',
          gradient: (_, z) => softmax(z, 1),
        },
        'softmax-of-all-rows': {
          says: 'The softmax is taken over the whole matrix; each row has its own.',
          hint: 'Over which axis does the forward sum?',
          gradient: ({ outGrad }, z) => multiply(outGrad, softmax(z)),
        },
        'forgets-the-denominator': {
          says: 'outGrad is multiplied by exp(Z); the sum, by which the derivative of a logarithm divides, is missing.',
          hint: 'What is the derivative of ln s by s?',
          gradient: ({ outGrad }, z) => multiply(outGrad, exp(z)),
        },
      },
    },
    'log-softmax': {
      title: 'The loss: log-softmax',
      points: 1,
      ...logits,
      definition: (z) => logsoftmax(z, 1),
      misconceptions: {
        'forgets-the-sum': {
          says: 'p is multiplied by outGrad entry by entry; it is to be multiplied by the sum of outGrad along the row.',
          hint: 'ln Σ exp(Z) is taken from every entry of its row. What is its adjoint?',
          gradient: ({ outGrad }, z) => subtract(outGrad, multiply(outGrad, softmax(z, 1))),
        },
        'takes-p-away': {
          says: 'outGrad − p is right where outGrad sums to 1 along the row, and nowhere else.',
          hint: 'What is the adjoint of Z if outGrad is 0?',
          gradient: ({ outGrad }, z) => subtract(outGrad, softmax(z, 1)),
        },
        'forgets-the-log-sum-exp': {
          says: 'outGrad is handed on as it is; ln Σ exp(Z) depends on Z, too.',
          hint: 'In how many places of Z − ln Σ exp(Z) does Z stand?',
          gradient: ({ outGrad }) => outGrad,
        },
      },
    },
    picked: {
      title: 'The loss: one number per row',
      points: 1,
      inputs: { y: { shape: ['n', 'k'] } },
      sizes: { n: [1, 3], k: [2, 3] },
      answer: 'vjp',
      definition: (y) => negate(summation(multiply(targetsLike(y), y), 1)),
      misconceptions: {
        'forgets-the-minus': {
          says: 'The sign is wrong: the loss of a row is −Σ targets·Y.',
          hint: 'Does the loss grow or fall if the right class gets a higher probability?',
          gradient: ({ outGrad }, y) => transpose(multiply(transpose(targetsLike(y)), outGrad)),
        },
        'forgets-outgrad': {
          says: 'This is −targets, the slope alone; row i is to be multiplied by outGrad[i].',
          hint: 'What does the chain rule do with the slope?',
          gradient: (_, y) => negate(targetsLike(y)),
        },
        'forgets-the-targets': {
          says: 'Every entry of row i gets −outGrad[i]; only one of them is in the loss.',
          hint: 'Does the loss change with an entry of Y whose target is 0?',
          gradient: ({ outGrad }, y) => negate(transpose(multiply(transpose(onesLike(y)), outGrad))),
        },
      },
    },
    'mean-loss': {
      title: 'The loss: its mean',
      points: 1,
      inputs: { losses: { shape: ['n'] } },
      sizes: { n: [1, 4] },
      answer: 'vjp',
      definition: (losses) => mean(losses),
      misconceptions: {
        'forgets-to-divide': {
          says: 'Each loss gets the whole of outGrad: that is the rule of a sum.',
          hint: 'By how much does the mean of four numbers grow if one of them grows by 1?',
          gradient: ({ outGrad }, losses) => multiply(outGrad, onesLike(losses)),
        },
        'keeps-the-shape-of-the-mean': {
          says: 'outGrad/n has shape (); the adjoint has one entry per loss.',
          hint: 'Compare the shape of your answer with that of losses.',
          gradient: ({ outGrad }, losses) => divideScalar(outGrad, countOf(losses)),
        },
        'forgets-outgrad': {
          says: 'Each loss gets 1/n, whatever outGrad is.',
          hint: 'What is the adjoint of the losses if outGrad is 0?',
          gradient: (_, losses) => divideScalar(onesLike(losses), countOf(losses)),
        },
      },
    },
    'cross-entropy': {
      title: 'The loss as a whole',
      points: 1,
      ...logits,
      definition: loss,
      misconceptions: {
        'targets-minus-p': {
          says: 'The sign is wrong: this is targets − p, the direction in which the loss falls.',
          hint: 'Does the loss grow or fall with the logit of the right class?',
          gradient: ({ outGrad }, z) => negate(ofLogits(outGrad, z)),
        },
        'forgets-the-mean': {
          says: 'p − targets is not divided by n: that is the rule of the sum of the losses.',
          hint: 'What happens to L, a mean over the batch, if the batch is doubled?',
          gradient: ({ outGrad }, z) => mulScalar(ofLogits(outGrad, z), countOf(z)),
        },
        'divides-by-all-entries': {
          says: 'p − targets is divided by n·k, as many as Z has entries; the mean is over the n rows.',
          hint: 'How many losses are averaged?',
          gradient: ({ outGrad }, z) => divideScalar(ofLogits(outGrad, z), z.shape[1] as number),
        },
      },
    },
    loss: {
      title: 'The gradient of the loss',
      points: 5,
      order: 1,
      inputs: {
        x: { shape: ['n', 'd'], ...numbers },
        w1: { shape: ['d', 'h'], ...numbers },
        b1: { shape: ['h'], ...numbers },
        w2: { shape: ['m', 'h'], ...numbers },
        b2: { shape: [1, 'm'], ...numbers },
        v: { shape: ['m', 'k'], ...numbers },
        g: { shape: ['m'], ...numbers },
        b3: { shape: ['m'], ...numbers },
        w4: { shape: ['m', 'c'], ...numbers },
        tau: { shape: [], domain: [0.5, 2] },
      },
      sizes: { n: [3, 3], d: [1, 2], h: [1, 2], m: [1, 2], k: [1, 1], c: [2, 2] },
      answer: 'vjp',
      definition: (...inputs) => loss(forward(inputs as readonly Tensor[] as Ten).z),
      misconceptions: {
        'forgets-the-mean-of-the-loss': {
          says: 'All adjoints are n times too large: those of the logits were not divided by n.',
          hint: 'Compare your adjoint of the logits with the one of cross-entropy.',
          gradient: ({ outGrad }, ...inputs) =>
            ofNetwork(outGrad, inputs as readonly Tensor[] as Ten, { average: false }),
        },
        'forgets-the-shortcut': {
          says: 'From layer 3 only what comes back through the branch goes on to layer 2; T was added to H directly, too.',
          hint: 'Which paths lead from H2 to H3?',
          gradient: ({ outGrad }, ...inputs) =>
            ofNetwork(outGrad, inputs as readonly Tensor[] as Ten, { shortcut: false }),
        },
        'skips-relu': {
          says: 'The adjoint of H1 goes on to layer 1 as if it were that of Z1: relu was not gone through.',
          hint: 'Which function stands between X·W1 + b1 and H1?',
          gradient: ({ outGrad }, ...inputs) =>
            ofNetwork(outGrad, inputs as readonly Tensor[] as Ten, { rectified: false }),
        },
      },
    },
  },
} satisfies ChapterDefinition;
