/** Wrong rules of attention and of rotary embeddings. */
import { at } from '../case/at.js';
import {
  add,
  type Inputs,
  matmul,
  mulScalar,
  multiply,
  type One,
  rope,
  softmax,
  subtract,
  summation,
  Tensor,
  transpose,
} from '../engine/index.js';
import { type Attention, Rope } from '../engine/ops/attention.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

/** What a rule of attention is made of; each part can be left out or done wrong. */
interface Parts {
  /** What queries and keys are multiplied by in the gradient; default: 1/√d. */
  readonly scale?: number;
  /** Whether the softmax's adjoint has its sum. */
  readonly sums?: false;
  /** Where the causal mask is applied. */
  readonly masks?: 'after the softmax' | 'never';
  /** Whether the gradient of the mask is that of the scores. */
  readonly ofMask?: 'not summed';
}

/** For each entry of (rows, columns), `seen` on and below the diagonal, and another number above it. */
function triangle({ dtype, shape }: Tensor, seen: number, unseen: number): Tensor {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const data = Array.from({ length: rows * columns }, (_, place) =>
    place % columns > Math.floor(place / columns) ? unseen : seen,
  );
  return Tensor.fromData({ dtype, shape: [rows, columns], data });
}

function attentionRule(
  { causal }: Attention,
  outGrad: Tensor,
  inputs: Inputs,
  { scale, sums, masks, ofMask }: Parts,
): Inputs {
  const [queries, keys, values] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
  const mask = inputs[3];
  const forward = 1 / Math.sqrt(queries.shape.at(-1) as number);
  const product = mulScalar(matmul(queries, transpose(keys)), forward);
  const scores = mask === undefined ? product : add(product, mask);
  const hides = causal && masks === undefined;
  const shares = softmax(hides ? add(scores, triangle(scores, 0, Number.NEGATIVE_INFINITY)) : scores, -1);
  const late = causal && masks === 'after the softmax' ? triangle(scores, 1, 0) : undefined;
  const weights = late === undefined ? shares : multiply(shares, late);
  const ofWeights = matmul(outGrad, transpose(values));
  const average = summation(multiply(ofWeights, shares), -1, true);
  const whole = multiply(shares, sums === false ? ofWeights : subtract(ofWeights, average));
  const ofScores = late === undefined ? whole : multiply(whole, late);
  const scaled = mulScalar(ofScores, scale ?? forward);
  const lead = (of: Tensor) => [...ofScores.shape.keys()].slice(0, ofScores.shape.length - of.shape.length);
  return [
    matmul(scaled, keys),
    matmul(transpose(scaled), queries),
    matmul(transpose(weights), outGrad),
    ...(mask === undefined ? [] : [ofMask === 'not summed' ? ofScores : summation(ofScores, lead(mask))]),
  ];
}

export const attending = [
  ...rules<Attention, Inputs>('attention', {
    'attention-forgets-the-scale': {
      says: 'The gradients of queries and keys lack the factor 1/√d.',
      hint: 'The scores were divided by √d: what does that do to their gradient?',
      gradient(outGrad, { inputs }) {
        return attentionRule(this, outGrad, inputs, { scale: 1 });
      },
    },
    'attention-softmax-has-no-sum': {
      says: 'The adjoint of the softmax is p·ḡ; the sum Σ p·ḡ is not subtracted.',
      hint: 'The weights of a query add up to 1: if one grows, the others shrink.',
      gradient(outGrad, { inputs }) {
        return attentionRule(this, outGrad, inputs, { sums: false });
      },
    },
    'attention-masks-after-the-softmax': {
      says: 'In the gradient the causal mask is applied after the softmax, whose sum runs over hidden keys, too.',
      hint: 'The weights of the keys that a query sees add up to 1; what do hidden keys add?',
      gradient(outGrad, { inputs }) {
        return attentionRule(this, outGrad, inputs, { masks: 'after the softmax' });
      },
    },
    'attention-forgets-the-causal-mask': {
      says: 'In the gradient every query sees every key.',
      hint: 'What influence does a key have on an earlier query?',
      gradient(outGrad, { inputs }) {
        return attentionRule(this, outGrad, inputs, { masks: 'never' });
      },
    },
    'attention-does-not-sum-over-the-batch': {
      breaks: 'form',
      says: 'The gradient of a mask that all of a batch share is not summed over the batch.',
      hint: 'The mask was repeated; its gradient has its own shape.',
      gradient(outGrad, { inputs }) {
        return attentionRule(this, outGrad, inputs, { ofMask: 'not summed' });
      },
    },
  }),
  ...rules<Rope, One>('rope', {
    'rope-rotates-forward': {
      says: 'outGrad is turned in the same direction as x, not back.',
      hint: 'The transpose of a rotation is the rotation by the opposite angle.',
      gradient(outGrad) {
        return [rope(outGrad, this)];
      },
    },
    'rope-takes-the-other-pairs': {
      says: 'outGrad is turned in the pairs of the other layout: neighbours instead of halves, or halves instead of neighbours.',
      hint: 'Which two entries were turned together?',
      gradient(outGrad, node) {
        return new Rope(this.axis, this.base, !this.interleaved).gradient(outGrad, node);
      },
    },
    'rope-does-not-turn-back': {
      says: 'outGrad is passed through, as if the rotation kept every entry.',
      hint: 'Each entry of a pair depends on both.',
      gradient: (outGrad) => [outGrad],
    },
  }),
];
