/** What the grader knows of the chapter. */
import {
  add,
  addScalar,
  affineLayerNorm,
  attention,
  concat,
  divide,
  mask,
  matmul,
  mean,
  mulScalar,
  multiply,
  relu,
  slice,
  softmax,
  sqrt,
  subtract,
  summation,
  Tensor,
  transpose,
} from 'backproof/engine';
import type { ChapterDefinition } from 'backproof/exercise';

const numbers = { domain: [-2, 2] } as const;
const rowMean = (tensor: Tensor): Tensor => mean(tensor, 1, true);
const centred = (x: Tensor): Tensor => subtract(x, rowMean(x));
const deviation = (x: Tensor): Tensor => sqrt(addScalar(rowMean(multiply(centred(x), centred(x))), 0.01));
const normalized = (x: Tensor): Tensor => divide(centred(x), deviation(x));
/** One step each, where the steps by hand are many: truths are found step by step. */
const norm = (x: Tensor, g: Tensor, b: Tensor): Tensor => affineLayerNorm(x, g, b, 0.01);

function weightsOf(q: Tensor, k: Tensor): Tensor {
  const [t, h] = q.shape as [number, number];
  const data = Array.from({ length: t * t }, (_, at) =>
    at % t > Math.floor(at / t) ? Number.NEGATIVE_INFINITY : 0,
  );
  const scores = mulScalar(matmul(q, transpose(k)), 1 / Math.sqrt(h));
  return softmax(add(scores, Tensor.fromData({ dtype: q.dtype, shape: [t, t], data })), 1);
}

type Weights = readonly [wq: Tensor, wk: Tensor, wv: Tensor, wo: Tensor];
type Layers = readonly [w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor];

const attend = (x: Tensor, [wq, wk, wv, wo]: Weights): Tensor =>
  matmul(attention(matmul(x, wq), matmul(x, wk), matmul(x, wv), { causal: true }), wo);
const forward = (x: Tensor, [w1, b1, w2, b2]: Layers): Tensor =>
  add(matmul(relu(add(matmul(x, w1), b1)), w2), b2);

type Adjoints = readonly [Tensor, ...Tensor[]];

type OfNormalized = (outGrad: Tensor, x: Tensor) => Tensor;

/** Through normalized rows; the wrong ones take one of the two statistics, or both, for constants. */
const ofNormalized: OfNormalized = (outGrad, x) =>
  subtract(withoutDeviation(outGrad, x), throughDeviation(outGrad, x));
const withoutDeviation: OfNormalized = (outGrad, x) => divide(centred(outGrad), deviation(x));
/** What comes through the deviation alone. */
const throughDeviation: OfNormalized = (outGrad, x) =>
  divide(multiply(normalized(x), rowMean(multiply(outGrad, normalized(x)))), deviation(x));
const asConstants: OfNormalized = (outGrad, x) => divide(outGrad, deviation(x));

const ofNorm = (outGrad: Tensor, x: Tensor, g: Tensor, rule: OfNormalized = ofNormalized): Adjoints => [
  rule(multiply(outGrad, g), x),
  summation(multiply(outGrad, normalized(x)), 0),
  summation(outGrad, 0),
];

function ofForward(
  outGrad: Tensor,
  x: Tensor,
  [w1, b1, w2]: Layers,
  { rectified = true, hidden = relu }: { rectified?: boolean; hidden?: (z: Tensor) => Tensor } = {},
): Adjoints {
  const z = add(matmul(x, w1), b1);
  const ofHidden = matmul(outGrad, transpose(w2));
  const ofZ = rectified
    ? multiply(
        ofHidden,
        mask(z, (each) => (each > 0 ? 1 : 0)),
      )
    : ofHidden;
  return [
    matmul(ofZ, transpose(w1)),
    matmul(transpose(x), ofZ),
    summation(ofZ, 0),
    matmul(transpose(hidden(z)), outGrad),
    summation(outGrad, 0),
  ];
}

interface Mistakes {
  readonly scaled?: boolean;
  /** Of how many of the three projections X gets what they send back, from that of the values on. */
  readonly ways?: number;
  readonly throughSoftmax?: boolean;
}

function ofAttention(
  outGrad: Tensor,
  x: Tensor,
  [wq, wk, wv, wo]: Weights,
  { scaled = true, ways = 3, throughSoftmax = true }: Mistakes = {},
): Adjoints {
  const [q, k, v] = [matmul(x, wq), matmul(x, wk), matmul(x, wv)];
  const p = weightsOf(q, k);
  const ofSeen = matmul(outGrad, transpose(wo));
  const ofP = matmul(ofSeen, transpose(v));
  const through = throughSoftmax
    ? multiply(p, subtract(ofP, summation(multiply(ofP, p), 1, true)))
    : multiply(p, ofP);
  const ofS = scaled ? mulScalar(through, 1 / Math.sqrt(q.shape[1] as number)) : through;
  const ofThree = [matmul(ofS, k), matmul(transpose(ofS), q), matmul(transpose(p), ofSeen)] as const;
  return [...ofProjections(ofThree, x, [wq, wk, wv], ways), matmul(transpose(matmul(p, v)), outGrad)];
}

type Three = readonly [Tensor, Tensor, Tensor];

function ofProjections([ofQ, ofK, ofV]: Three, x: Tensor, [wq, wk, wv]: Three, ways = 3): Adjoints {
  const back = [matmul(ofV, transpose(wv)), matmul(ofQ, transpose(wq)), matmul(ofK, transpose(wk))].slice(
    0,
    ways,
  );
  const xT = transpose(x);
  return [back.reduce((sum, way) => add(sum, way)), matmul(xT, ofQ), matmul(xT, ofK), matmul(xT, ofV)];
}

const thirds = (tensor: Tensor): Three => {
  const [t, columns] = tensor.shape as [number, number];
  const h = columns / 3;
  const third = (index: number) => slice(tensor, [0, index * h], [t, (index + 1) * h]);
  return [third(0), third(1), third(2)];
};

interface BlockMistakes {
  readonly rule?: OfNormalized;
  /** Whether the first and the second residual sum hand their adjoint on directly. */
  readonly shortcuts?: readonly [boolean, boolean];
}

function ofBlock(outGrad: Tensor, inputs: readonly Tensor[], mistakes: BlockMistakes = {}): Adjoints {
  const { rule = ofNormalized, shortcuts = [true, true] } = mistakes;
  const [x, g1, c1, wq, wk, wv, wo, g2, c2, ...layers] = inputs as unknown as Inputs;
  const first = norm(x, g1, c1);
  const a = add(x, attend(first, [wq, wk, wv, wo]));
  const [ofSecond, ...ofLayers] = ofForward(outGrad, norm(a, g2, c2), layers);
  const [ofBranch, ...ofNorm2] = ofNorm(ofSecond, a, g2, rule);
  const ofA = shortcuts[1] ? add(outGrad, ofBranch) : ofBranch;
  const [ofFirst, ...ofWeights] = ofAttention(ofA, first, [wq, wk, wv, wo]);
  const [ofX, ...ofNorm1] = ofNorm(ofFirst, x, g1, rule);
  const all = shortcuts[0] ? add(ofA, ofX) : ofX;
  return [all, ...ofNorm1, ...ofWeights, ...ofNorm2, ...ofLayers];
}

type Inputs = readonly [
  x: Tensor,
  g1: Tensor,
  c1: Tensor,
  ...weights: Weights,
  g2: Tensor,
  c2: Tensor,
  ...layers: Layers,
];

const matrix = (...shape: readonly string[]) => ({ shape, ...numbers });
const x = matrix('t', 'd');
const weights = {
  wq: matrix('d', 'h'),
  wk: matrix('d', 'h'),
  wv: matrix('d', 'h'),
  wo: matrix('h', 'd'),
};
const layers = { w1: matrix('d', 'f'), b1: matrix('f'), w2: matrix('f', 'd'), b2: matrix('d') };

export default {
  title: 'A transformer block by hand',
  exercises: {
    'layer-norm': {
      title: 'Layer normalization with gain and bias',
      points: 3,
      inputs: { x, g: matrix('d'), b: matrix('d') },
      sizes: { t: [1, 2], d: [3, 4] },
      answer: 'vjp',
      definition: norm,
      misconceptions: {
        'statistics-as-constants': {
          says: 'Mean and deviation of a row depend on X, and this rule treats both as constants.',
          hint: 'On which three paths does X reach the normalized rows?',
          gradient: ({ outGrad }, x, g) => ofNorm(outGrad, x, g, asConstants),
        },
        'deviation-as-a-constant': {
          says: 'The path through the mean is there; the one through the deviation is missing.',
          hint: 'If a row of X is doubled, Y nearly stays as it is. What does that say of its adjoint?',
          gradient: ({ outGrad }, x, g) => ofNorm(outGrad, x, g, withoutDeviation),
        },
        'gain-after-the-means': {
          says: 'The means are taken of outGrad, and g is multiplied at the end; the adjoint of the normalized rows is outGrad·g from the start.',
          hint: 'Which step comes last on the way forward, and so first on the way back?',
          gradient: ({ outGrad }, x, g) => [
            multiply(ofNormalized(outGrad, x), g),
            ...ofNorm(outGrad, x, g).slice(1),
          ],
        },
      },
    },
    'feed-forward': {
      title: 'The feed-forward block',
      points: 4,
      inputs: { x, ...layers },
      sizes: { t: [1, 2], d: [1, 2], f: [1, 3] },
      // A graph is asked at half the inputs, too, where relu may pass other entries than the mask of a right rule does.
      order: 1,
      answer: 'vjp',
      definition: (x, w1, b1, w2, b2) => forward(x, [w1, b1, w2, b2]),
      misconceptions: {
        'skips-relu': {
          says: 'The adjoint of the hidden layer goes on as if relu were not there.',
          hint: 'Which function stands between the two matrix products?',
          gradient: ({ outGrad }, x, w1, b1, w2, b2) =>
            ofForward(outGrad, x, [w1, b1, w2, b2], { rectified: false }),
        },
        'weights-before-relu': {
          says: 'The adjoint of W2 is made of XW1 + b1; what W2 was multiplied by is the relu of it.',
          hint: 'What does W2 read?',
          gradient: ({ outGrad }, x, w1, b1, w2, b2) =>
            ofForward(outGrad, x, [w1, b1, w2, b2], { hidden: (z) => z }),
        },
      },
    },
    residual: {
      title: 'The residual sum',
      points: 2,
      inputs: { x, g: matrix('d'), b: matrix('d'), w: matrix('d', 'd') },
      sizes: { t: [1, 2], d: [3, 3] },
      order: 1,
      answer: 'vjp',
      definition: (x, g, b, w) => add(x, matmul(norm(x, g, b), w)),
      misconceptions: {
        'forgets-the-shortcut': {
          says: 'X̄ has only what comes back through the branch; X is added to Y directly, too.',
          hint: 'Which paths lead from X to Y?',
          gradient: ({ outGrad }, x, g, b, w) => [
            ...ofNorm(matmul(outGrad, transpose(w)), x, g),
            matmul(transpose(norm(x, g, b)), outGrad),
          ],
        },
        'forgets-the-branch': {
          says: 'X̄ is outGrad alone; X is also read by the branch.',
          hint: 'Which paths lead from X to Y?',
          gradient: ({ outGrad }, x, g, b, w) => [
            outGrad,
            ...ofNorm(matmul(outGrad, transpose(w)), x, g).slice(1),
            matmul(transpose(norm(x, g, b)), outGrad),
          ],
        },
      },
    },
    projections: {
      points: 2,
      inputs: { x, wq: weights.wq, wk: weights.wk, wv: weights.wv },
      sizes: { t: [1, 2], d: [1, 3], h: [1, 2] },
      answer: 'vjp',
      definition: (x, wq, wk, wv) => concat([matmul(x, wq), matmul(x, wk), matmul(x, wv)], 1),
      misconceptions: {
        'forgets-that-x-is-read-three-times': {
          says: 'X is read by queries, keys and values, and its adjoint has only the way through the values.',
          hint: 'How many matrix products read X?',
          gradient: ({ outGrad }, x, wq, wk, wv) => ofProjections(thirds(outGrad), x, [wq, wk, wv], 1),
        },
        'swaps-queries-and-keys': {
          says: 'The columns of outGrad that belong to Q go to Wk, and those of K to Wq.',
          hint: 'In which order are the three put side by side?',
          gradient: ({ outGrad }, x, wq, wk, wv) => {
            const [ofQ, ofK, ofV] = thirds(outGrad);
            return ofProjections([ofK, ofQ, ofV], x, [wq, wk, wv]);
          },
        },
      },
    },
    'self-attention': {
      points: 4,
      inputs: { x, ...weights },
      sizes: { t: [2, 3], d: [1, 2], h: [2, 2] },
      order: 1,
      answer: 'vjp',
      definition: (x, wq, wk, wv, wo) => attend(x, [wq, wk, wv, wo]),
      misconceptions: {
        'forgets-the-scale': {
          says: 'The scores were divided by √h on the way forward; on the way back the factor is missing.',
          hint: 'What is the derivative of c·s by s?',
          gradient: ({ outGrad }, x, wq, wk, wv, wo) =>
            ofAttention(outGrad, x, [wq, wk, wv, wo], { scaled: false }),
        },
        'forgets-the-denominator': {
          says: 'The softmax is gone through with P·P̄, as if the sum in its denominator were a constant.',
          hint: 'The weights of a row sum to 1. What does that say of the adjoints of its scores?',
          gradient: ({ outGrad }, x, wq, wk, wv, wo) =>
            ofAttention(outGrad, x, [wq, wk, wv, wo], { throughSoftmax: false }),
        },
        'forgets-that-x-is-read-three-times': {
          says: 'X is read by queries, keys and values, and its adjoint has only the way through the values.',
          hint: 'How many matrix products read X?',
          gradient: ({ outGrad }, x, wq, wk, wv, wo) =>
            ofAttention(outGrad, x, [wq, wk, wv, wo], { ways: 1 }),
        },
      },
    },
    block: {
      title: 'The whole block',
      points: 5,
      inputs: {
        x,
        g1: matrix('d'),
        c1: matrix('d'),
        ...weights,
        g2: matrix('d'),
        c2: matrix('d'),
        ...layers,
      },
      sizes: { t: [2, 2], d: [3, 3], h: [2, 2], f: [1, 2] },
      order: 1,
      answer: 'vjp',
      definition(...inputs) {
        const [x, g1, c1, wq, wk, wv, wo, g2, c2, ...layers] = inputs as unknown as Inputs;
        const a = add(x, attend(norm(x, g1, c1), [wq, wk, wv, wo]));
        return add(a, forward(norm(a, g2, c2), layers));
      },
      misconceptions: {
        'forgets-the-first-shortcut': {
          says: 'X̄ has only what comes back through attention; X is added to A directly, too.',
          hint: 'Which paths lead from X to A?',
          gradient: ({ outGrad }, ...inputs) => ofBlock(outGrad, inputs, { shortcuts: [false, true] }),
        },
        'forgets-the-second-shortcut': {
          says: 'Ā has only what comes back through the feed-forward block; A is added to Y directly, too.',
          hint: 'Which paths lead from A to Y?',
          gradient: ({ outGrad }, ...inputs) => ofBlock(outGrad, inputs, { shortcuts: [true, false] }),
        },
        'statistics-as-constants': {
          says: 'Mean and deviation of the rows are taken for constants in both normalizations.',
          hint: 'On which three paths does a row reach its normalized row?',
          gradient: ({ outGrad }, ...inputs) => ofBlock(outGrad, inputs, { rule: asConstants }),
        },
      },
    },
  },
} satisfies ChapterDefinition;
