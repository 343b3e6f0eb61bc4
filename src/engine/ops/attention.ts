/** Scaled dot-product attention, and rotary embeddings. */
import { attentionShape } from '../../case/attention.js';
import { normalizeAxis, type Shape, sizeOf, stridesOf } from '../../case/shape.js';
import { type Inputs, type Node, type One, Op } from '../autograd/op.js';
import { allocate, type Entries, NDArray } from '../tensor/ndarray.js';
import { record, Tensor } from '../tensor/tensor.js';
import { add, mulScalar, multiply } from './elementwise.js';
import { matmul } from './matmul.js';
import { summation, transpose } from './shape.js';
import { Softmax, softmax } from './stable.js';

type Operands = readonly [queries: Tensor, keys: Tensor, values: Tensor, mask?: Tensor];

export class Attention extends Op {
  readonly name = 'attention';
  constructor(readonly causal: boolean) {
    super();
  }
  compute(...arrays: NDArray[]): NDArray {
    const [queries, keys, values, mask] = arrays as [NDArray, NDArray, NDArray, NDArray?];
    const shape = attentionShape(arrays.map((each) => each.shape));
    const [width, count, depth] = [queries.shape.at(-1), keys.shape.at(-2), values.shape.at(-1)] as [
      number,
      number,
      number,
    ];
    const data = allocate(queries.dtype, sizeOf(shape));
    const length = shape.at(-2) as number;
    const weights = new Float64Array(count);
    for (let row = 0; row * depth < data.length; row++) {
      const first = Math.floor(row / length) * count; // of the keys of this batch
      for (let s = 0; s < count; s++) {
        let product = 0;
        for (let c = 0; c < width; c++) {
          product +=
            (queries.data[row * width + c] as number) * (keys.data[(first + s) * width + c] as number);
        }
        const added = mask === undefined ? 0 : (mask.data[(row * count + s) % mask.data.length] as number);
        weights[s] =
          this.causal && s > row % length ? Number.NEGATIVE_INFINITY : product / Math.sqrt(width) + added;
      }
      normalize(weights);
      for (let j = 0; j < depth; j++) {
        let total = 0;
        for (let s = 0; s < count; s++) {
          const weight = weights[s] as number;
          // What is not seen has no influence, even if it is infinite.
          if (weight !== 0) total += weight * (values.data[(first + s) * depth + j] as number);
        }
        data[row * depth + j] = total;
      }
    }
    return new NDArray(queries.dtype, shape, data);
  }
  gradient(outGrad: Tensor, node: Node<Inputs>): Inputs {
    const [queries, keys, values, mask] = node.inputs as Operands;
    const scale = 1 / Math.sqrt(queries.shape.at(-1) as number);
    const scores = mulScalar(matmul(queries, transpose(keys)), scale);
    const weights = softmax(this.masked(mask === undefined ? scores : add(scores, mask)), -1);
    const ofWeights = matmul(outGrad, transpose(values));
    // p(ḡ − Σ ḡp): where nothing is seen p is 0, and so is the gradient.
    const [ofScores] = new Softmax(-1).gradient(ofWeights, weights as Node<One>);
    const scaled = mulScalar(ofScores, scale);
    return [
      matmul(scaled, keys),
      matmul(transpose(scaled), queries),
      matmul(transpose(weights), outGrad),
      ...(mask === undefined ? [] : [summation(ofScores, leading(ofScores.shape, mask.shape))]),
    ];
  }
  /** The scores, −∞ where a query must not see a key. */
  private masked(scores: Tensor): Tensor {
    if (!this.causal) return scores;
    const [length, count] = scores.shape.slice(-2) as [number, number];
    const data = Array.from({ length: length * count }, (_, at) =>
      at % count > Math.floor(at / count) ? Number.NEGATIVE_INFINITY : 0,
    );
    return add(scores, Tensor.fromData({ dtype: scores.dtype, shape: [length, count], data }));
  }
}

/** The axes before those that the mask has: along them it was repeated. */
const leading = (scores: Shape, mask: Shape): number[] =>
  [...scores.keys()].slice(0, scores.length - mask.length);

/** Scores become their softmax. */
function normalize(scores: Entries): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let s = 0; s < scores.length; s++) top = Math.max(top, scores[s] as number);
  let total = 0;
  for (let s = 0; s < scores.length; s++) total += scores[s] = Math.exp((scores[s] as number) - top);
  for (let s = 0; s < scores.length; s++) scores[s] = (scores[s] as number) / total;
}

/** Of `attention`. */
export interface AttentionOptions {
  /** Query i sees keys 0 to i alone. */
  readonly causal?: boolean;
  /** Added to the scores, of the shape of their last axes; −∞ hides a key, and each query must see one. */
  readonly mask?: Tensor;
}

/**
 * softmax(q·kᵀ/√d + mask)·v (Vaswani et al., 2017).
 * @param queries (…, L, d)
 * @param keys (…, S, d)
 * @param values (…, S, e)
 * @returns (…, L, e)
 */
export const attention = (
  queries: Tensor,
  keys: Tensor,
  values: Tensor,
  { causal = false, mask }: AttentionOptions = {},
): Tensor => record(new Attention(causal), [queries, keys, values, ...(mask === undefined ? [] : [mask])]);

export class Rope extends Op<One> {
  readonly name = 'rope';
  constructor(
    readonly axis: number,
    readonly base: number,
    readonly interleaved: boolean,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    const data = allocate(a.dtype, a.data.length);
    const width = a.shape.at(-1) as number;
    const along = normalizeAxis(this.axis, a.shape.length, this.name);
    const stride = stridesOf(a.shape)[along] as number;
    for (let k = 0; k < data.length; k++) {
      if (!this.isFirst(k % width, width)) continue;
      const pair = this.interleaved ? (k % width) / 2 : k % width;
      const angle =
        (Math.floor(k / stride) % (a.shape[along] as number)) * this.base ** ((-2 * pair) / width);
      const other = this.interleaved ? k + 1 : k + width / 2;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      data[k] = (a.data[k] as number) * cos - (a.data[other] as number) * sin;
      data[other] = (a.data[other] as number) * cos + (a.data[k] as number) * sin;
    }
    return new NDArray(a.dtype, a.shape, data);
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    // Turning back is turning the mirror image, and mirroring the result.
    const mirror = this.mirrorOf(outGrad);
    const turned = rope(multiply(outGrad, mirror), this);
    return [multiply(turned, mirror)];
  }
  /** Whether an entry of the last axis is the first of its pair. */
  private isFirst(place: number, width: number): boolean {
    return this.interleaved ? place % 2 === 0 : place < width / 2;
  }
  /** 1 for the first of each pair, −1 for the second. */
  private mirrorOf({ dtype, shape }: Tensor): Tensor {
    const width = shape.at(-1) as number;
    const data = Array.from({ length: width }, (_, place) => (this.isFirst(place, width) ? 1 : -1));
    return Tensor.fromData({ dtype, shape: [width], data });
  }
}

/** Of `rope`. */
export interface RopeOptions {
  /** Along which axis the positions 0, 1, 2, … are; default: the last but one. */
  readonly axis?: number;
  readonly base?: number;
  /** Whether pairs are neighbours; else the first half of the last axis is paired with the second. */
  readonly interleaved?: boolean;
}

/** Rotary embedding (Su et al., 2021): at position p, pair i of the d/2 pairs of the last axis is turned by the angle p·base^(−2i/d). */
export const rope = (a: Tensor, { axis = -2, base = 10_000, interleaved = true }: RopeOptions = {}): Tensor =>
  record(new Rope(axis, base, interleaved), [a]);
