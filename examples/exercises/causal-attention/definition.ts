/** What the grader knows of this exercise. */
import {
  add,
  attention,
  matmul,
  mulScalar,
  multiply,
  softmax,
  subtract,
  summation,
  Tensor,
  transpose,
} from 'backproof/engine';
import type { ExerciseDefinition } from 'backproof/exercise';

const block = (x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, wo: Tensor): Tensor =>
  matmul(attention(matmul(x, wq), matmul(x, wk), matmul(x, wv), { causal: true }), wo);

/** The adjoints, with what students get wrong as options. */
function rule(
  outGrad: Tensor,
  [x, wq, wk, wv, wo]: readonly [Tensor, Tensor, Tensor, Tensor, Tensor],
  { scaled = true, causal = true, ofX = 3 }: { scaled?: boolean; causal?: boolean; ofX?: number },
): readonly Tensor[] {
  const [q, k, v] = [matmul(x, wq), matmul(x, wk), matmul(x, wv)];
  const scale = 1 / Math.sqrt(wq.shape[1] as number);
  const scores = mulScalar(matmul(q, transpose(k)), scale);
  const p = softmax(causal ? masked(scores) : scores, -1);
  const seen = matmul(outGrad, transpose(wo));
  const ofP = matmul(seen, transpose(v));
  const through = multiply(p, subtract(ofP, summation(multiply(ofP, p), -1, true)));
  const ofScores = scaled ? mulScalar(through, scale) : through;
  const [ofQ, ofK, ofV] = [matmul(ofScores, k), matmul(transpose(ofScores), q), matmul(transpose(p), seen)];
  const ways = [matmul(ofV, transpose(wv)), matmul(ofQ, transpose(wq)), matmul(ofK, transpose(wk))];
  const xT = transpose(x);
  return [
    ways.slice(0, ofX).reduce((sum, way) => add(sum, way)),
    matmul(xT, ofQ),
    matmul(xT, ofK),
    matmul(xT, ofV),
    matmul(transpose(matmul(p, v)), outGrad),
  ];
}

function masked(scores: Tensor): Tensor {
  const length = scores.shape[0] as number;
  const data = Array.from({ length: length * length }, (_, at) =>
    at % length > Math.floor(at / length) ? Number.NEGATIVE_INFINITY : 0,
  );
  return add(scores, Tensor.fromData({ dtype: scores.dtype, shape: [length, length], data }));
}

export default {
  title: 'A causal attention block',
  points: 20,
  inputs: {
    x: { shape: ['t', 'd'], domain: [-2, 2] },
    wq: { shape: ['d', 'h'], domain: [-2, 2] },
    wk: { shape: ['d', 'h'], domain: [-2, 2] },
    wv: { shape: ['d', 'h'], domain: [-2, 2] },
    wo: { shape: ['h', 'd'], domain: [-2, 2] },
  },
  sizes: { t: [1, 4], d: [1, 3], h: [1, 3] },
  definition: block,
  misconceptions: {
    'forgets-the-scale': {
      says: 'The scores were divided by √h on the way forward; on the way back the factor is missing.',
      hint: 'What is the derivative of c·s by s?',
      gradient: ({ outGrad }, x, wq, wk, wv, wo) => rule(outGrad, [x, wq, wk, wv, wo], { scaled: false }),
    },
    'looks-into-the-future': {
      says: 'The weights are computed anew without the mask, so rows see later ones.',
      hint: 'Which entries of the weights were 0 on the way forward?',
      gradient: ({ outGrad }, x, wq, wk, wv, wo) => rule(outGrad, [x, wq, wk, wv, wo], { causal: false }),
    },
    'forgets-that-x-is-read-three-times': {
      says: 'x is read by queries, keys and values, and its adjoint has only the way through the values.',
      hint: 'How many matrix products read x?',
      gradient: ({ outGrad }, x, wq, wk, wv, wo) => rule(outGrad, [x, wq, wk, wv, wo], { ofX: 1 }),
    },
  },
} satisfies ExerciseDefinition;
