/** What the grader knows of the chapter. */
import {
  add,
  addScalar,
  attention,
  concat,
  divideScalar,
  matmul,
  mulScalar,
  multiply,
  negate,
  slice,
  softmax,
  subtract,
  summation,
  Tensor,
  transpose,
} from 'backproof/engine';
import type { ChapterDefinition } from 'backproof/exercise';

const numbers = { domain: [-2, 2] } as const;
const scaleOf = (q: Tensor): number => 1 / Math.sqrt(q.shape[1] as number);
const scoresOf = (q: Tensor, k: Tensor): Tensor => mulScalar(matmul(q, transpose(k)), scaleOf(q));

function masked(scores: Tensor): Tensor {
  const [n, m] = scores.shape as [number, number];
  const data = Array.from({ length: n * m }, (_, at) =>
    at % m > Math.floor(at / m) ? Number.NEGATIVE_INFINITY : 0,
  );
  return add(scores, Tensor.fromData({ dtype: scores.dtype, shape: [n, m], data }));
}

const headOf = (tensor: Tensor, head: number): Tensor => {
  const [rows, columns] = tensor.shape as [number, number];
  return slice(tensor, [0, (head * columns) / 2], [rows, ((head + 1) * columns) / 2]);
};

const throughSoftmax = (outGrad: Tensor, p: Tensor): Tensor =>
  multiply(p, subtract(outGrad, summation(multiply(outGrad, p), 1, true)));
const diagonal = (outGrad: Tensor, p: Tensor): Tensor =>
  multiply(outGrad, multiply(p, addScalar(negate(p), 1)));

interface Mistakes {
  readonly causal?: boolean;
  /** By what the adjoint of the scores is multiplied. */
  readonly scale?: number;
  readonly softmaxRule?: typeof throughSoftmax;
}

type Three = readonly [q: Tensor, k: Tensor, v: Tensor];

/** The adjoints, with what students get wrong as options. */
function ofAttention(outGrad: Tensor, [q, k, v]: Three, mistakes: Mistakes = {}): Three {
  const { causal = false, scale = scaleOf(q), softmaxRule = throughSoftmax } = mistakes;
  const s = scoresOf(q, k);
  const p = softmax(causal ? masked(s) : s, 1);
  const ofS = mulScalar(softmaxRule(matmul(outGrad, transpose(v)), p), scale);
  return [matmul(ofS, k), matmul(transpose(ofS), q), matmul(transpose(p), outGrad)];
}

/** @param from which head of outGrad each gets */
function ofHeads(outGrad: Tensor, inputs: Three, from: readonly [number, number], scale?: number): Three {
  const [left, right] = from.map((head, index) =>
    ofAttention(
      headOf(outGrad, head),
      inputs.map((each) => headOf(each, index)) as unknown as Three,
      scale === undefined ? {} : { scale },
    ),
  ) as [Three, Three];
  return left.map((each, index) => concat([each, right[index] as Tensor], 1)) as unknown as Three;
}

const ones = ({ dtype, shape }: Tensor): Tensor => {
  const [n, m] = shape as [number, number];
  return Tensor.fromData({ dtype, shape: [n, m], data: new Array<number>(n * m).fill(1) });
};

export default {
  title: 'Attention by hand',
  exercises: {
    scores: {
      points: 2,
      inputs: { q: { shape: ['n', 'd'], ...numbers }, k: { shape: ['m', 'd'], ...numbers } },
      sizes: { n: [1, 3], m: [1, 3], d: [2, 3] },
      answer: 'vjp',
      definition: scoresOf,
      misconceptions: {
        'forgets-the-scale': {
          says: 'The scores were divided by √d on the way forward; on the way back the factor is missing.',
          hint: 'What is the derivative of c·s by s?',
          gradient: ({ outGrad }, q, k) => [matmul(outGrad, k), matmul(transpose(outGrad), q)],
        },
        'scales-by-d': {
          says: 'The adjoints are divided by d, and not by its root.',
          hint: 'By what was S divided?',
          gradient: ({ outGrad }, q, k) =>
            [matmul(outGrad, k), matmul(transpose(outGrad), q)].map((each) =>
              divideScalar(each, q.shape[1] as number),
            ),
        },
        'scales-only-the-queries': {
          says: 'The adjoint of Q has the factor 1/√d, and that of K does not.',
          hint: 'Write S as QKᵀ·c. Which of the two adjoints has the factor c?',
          gradient: ({ outGrad }, q, k) => [
            mulScalar(matmul(outGrad, k), scaleOf(q)),
            matmul(transpose(outGrad), q),
          ],
        },
      },
    },
    weights: {
      points: 3,
      inputs: { s: { shape: ['n', 'n'], ...numbers } },
      sizes: { n: [2, 4] },
      answer: 'vjp',
      definition: (s) => softmax(masked(s), 1),
      misconceptions: {
        'forgets-the-mask': {
          says: 'The weights are computed anew without the mask, so that later columns get adjoints.',
          hint: 'What is the adjoint of a score that was replaced by −∞?',
          gradient: ({ outGrad }, s) => throughSoftmax(outGrad, softmax(s, 1)),
        },
        'only-the-diagonal': {
          says: 'p(1 − p)·outGrad is only the diagonal of the Jacobian: each weight also depends on the other scores of its row.',
          hint: 'What happens to the other weights of a row when one of them grows?',
          gradient: ({ outGrad }, s) => diagonal(outGrad, softmax(masked(s), 1)),
        },
        'sums-down-the-columns': {
          says: 'outGrad·p is summed along axis 0; the weights of a row sum to 1, so the sum is along axis 1.',
          hint: 'Along which axis was the softmax taken?',
          gradient: ({ outGrad }, s) => {
            const p = softmax(masked(s), 1);
            return multiply(p, subtract(outGrad, summation(multiply(outGrad, p), 0, true)));
          },
        },
      },
    },
    'weighted-sum': {
      points: 2,
      inputs: { p: { shape: ['n', 'm'], ...numbers }, v: { shape: ['m', 'e'], ...numbers } },
      sizes: { n: [1, 3], m: [1, 3], e: [1, 3] },
      answer: 'vjp',
      definition: (p, v) => matmul(p, v),
      misconceptions: {
        'values-get-outgrad-of-one-row': {
          says: 'V̄ does not have the weights as factors: every row of V gets the sum of the rows of outGrad.',
          hint: 'With which factor does row j of V stand in row i of Y?',
          gradient: ({ outGrad }, p, v) => [
            matmul(outGrad, transpose(v)),
            matmul(transpose(ones(p)), outGrad),
          ],
        },
        'weights-as-constants': {
          says: 'The adjoint of P is 0, as if the weights were given; they are computed, and have one.',
          hint: 'What are the weights made of?',
          gradient: ({ outGrad }, p) => [mulScalar(p, 0), matmul(transpose(p), outGrad)],
        },
      },
    },
    attention: {
      title: 'Scaled dot-product attention',
      points: 4,
      inputs: {
        q: { shape: ['n', 'd'], ...numbers },
        k: { shape: ['m', 'd'], ...numbers },
        v: { shape: ['m', 'e'], ...numbers },
      },
      sizes: { n: [1, 2], m: [2, 3], d: [2, 3], e: [1, 2] },
      answer: 'vjp',
      definition: (q, k, v) => matmul(softmax(scoresOf(q, k), 1), v),
      misconceptions: {
        'forgets-the-scale': {
          says: 'The scores were divided by √d on the way forward; on the way back the factor is missing.',
          hint: 'What is the derivative of c·s by s?',
          gradient: ({ outGrad }, q, k, v) => ofAttention(outGrad, [q, k, v], { scale: 1 }),
        },
        'only-the-diagonal': {
          says: 'The softmax is gone through with p(1 − p), the diagonal of its Jacobian.',
          hint: 'What happens to the other weights of a row when one of them grows?',
          gradient: ({ outGrad }, q, k, v) => ofAttention(outGrad, [q, k, v], { softmaxRule: diagonal }),
        },
        'skips-the-softmax': {
          says: 'The adjoint of P is handed to the scores as it is: the softmax between them was not gone through.',
          hint: 'Name each step of the forward pass. Has each of them its step back?',
          gradient: ({ outGrad }, q, k, v) =>
            ofAttention(outGrad, [q, k, v], { softmaxRule: (adjoint) => adjoint }),
        },
      },
    },
    causal: {
      title: 'Causal attention',
      points: 3,
      inputs: {
        q: { shape: ['n', 'd'], ...numbers },
        k: { shape: ['n', 'd'], ...numbers },
        v: { shape: ['n', 'e'], ...numbers },
      },
      sizes: { n: [2, 3], d: [2, 3], e: [1, 2] },
      answer: 'vjp',
      definition: (q, k, v) => attention(q, k, v, { causal: true }),
      misconceptions: {
        'looks-into-the-future': {
          says: 'The weights are computed anew without the mask, so rows see later ones.',
          hint: 'Which entries of the weights were 0 on the way forward?',
          gradient: ({ outGrad }, q, k, v) => ofAttention(outGrad, [q, k, v]),
        },
        'forgets-the-scale': {
          says: 'The scores were divided by √d on the way forward; on the way back the factor is missing.',
          hint: 'What is the derivative of c·s by s?',
          gradient: ({ outGrad }, q, k, v) => ofAttention(outGrad, [q, k, v], { causal: true, scale: 1 }),
        },
      },
    },
    'two-heads': {
      points: 4,
      order: 1,
      inputs: {
        q: { shape: ['n', 4], ...numbers },
        k: { shape: ['m', 4], ...numbers },
        v: { shape: ['m', 2], ...numbers },
      },
      sizes: { n: [1, 2], m: [2, 3] },
      answer: 'vjp',
      definition: (q, k, v) =>
        concat(
          [0, 1].map((head) =>
            matmul(softmax(scoresOf(headOf(q, head), headOf(k, head)), 1), headOf(v, head)),
          ) as [Tensor, Tensor],
          1,
        ),
      misconceptions: {
        'one-head': {
          says: 'This is attention with one head of full width; each half of the columns has weights of its own.',
          hint: 'Which columns of Q do the weights of head 1 depend on?',
          gradient: ({ outGrad }, q, k, v) => ofAttention(outGrad, [q, k, v]),
        },
        'scale-of-the-full-width': {
          says: 'The scores of a head are divided by the root of its own width, and on the way back by that of all columns.',
          hint: 'How many columns does a head have?',
          gradient: ({ outGrad }, q, k, v) => ofHeads(outGrad, [q, k, v], [0, 1], scaleOf(q)),
        },
        'swaps-the-heads': {
          says: 'The left half of outGrad goes to head 1, and the right half to head 0.',
          hint: 'In which order were the heads joined?',
          gradient: ({ outGrad }, q, k, v) => ofHeads(outGrad, [q, k, v], [1, 0]),
        },
      },
    },
  },
} satisfies ChapterDefinition;
