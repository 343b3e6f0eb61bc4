/** Implementations that are wrong on long axes and large arrays: they lose a tail, or all that is past the first few. */
import { batchAxes } from '../../src/case/limits.js';
import {
  type Axes,
  allocate,
  mapRuns,
  masked,
  NDArray,
  type Op,
  type OpName,
  realize,
  record,
  Tensor,
} from '../../src/engine/index.js';
import { functions } from '../../src/engine/ops/by-name.js';
import { type Fault, planted, rulesOf } from './planted.js';

/** Which entries of a run are lost: those from `keeps` on, of as many as it is long. */
interface Loss {
  readonly says: string;
  readonly kind: string;
  /** Whether a run is the whole array, whatever the op. */
  readonly ofArray?: true;
  keeps(length: number): number;
}

/** As of a loop over whole blocks: a run that is shorter than one is masked, and right. */
const tailPast = (block: number): Loss => ({
  says: `what is past whole blocks of ${block}`,
  kind: `tail lost, blocks of ${block}`,
  keeps: (length) => (length < block ? length : length - (length % block)),
});

/** As of a grid of so many threads, each of which writes one entry of a gradient. */
const grid: Loss = { ...tailPast(65_536), ofArray: true };

const allPast = (first: number, kind: string): Loss => ({
  says: `what is past the first ${first}`,
  kind,
  keeps: (length) => Math.min(length, first),
});

/** Where a kernel goes: the axes along which it reads a run of its first operand. */
type Runs = (op: Partial<Record<'axes' | 'axis', Axes>>, shapes: readonly (readonly number[])[]) => Axes;

const asNamed: Runs = ({ axes = null, axis }) => axis ?? axes;
const whole: Runs = () => null;
const last: Runs = () => -1;
const ofWeight: Runs = (_, [x = [], weight = []]) => weight.map((_, k) => x.length - weight.length + k);
const besideChannels: Runs = (_, [x = []]) => batchAxes(x);

const runsOf = {
  multiply: whole,
  tanh: whole,
  relu: whole,
  gelu: whole,
  conv: whole,
  conv_general: whole,
  conv_transpose: whole,
  avg_pool: whole,
  max_pool: whole,
  matmul: last,
  cross_entropy: last,
  summation: asNamed,
  mean: asNamed,
  logsumexp: asNamed,
  softmax: asNamed,
  layer_norm: asNamed,
  max: asNamed,
  min: asNamed,
  sort: asNamed,
  cumsum: asNamed,
  affine_layer_norm: ofWeight,
  rms_norm: ofWeight,
  batch_norm: besideChannels,
} as const satisfies Partial<Record<OpName, Runs>>;
type LongOp = keyof typeof runsOf;

const runsOn = (row: LongOp, op: Op, inputs: readonly { readonly shape: readonly number[] }[]): Axes =>
  runsOf[row](
    op as Parameters<Runs>[0],
    inputs.map(({ shape }) => shape),
  );

/** The array with this number in place of what is lost; undefined if nothing is. */
function without(a: NDArray, axes: Axes, loss: Loss, neutral: number): NDArray | undefined {
  let lost = 0;
  const left = mapRuns(a, axes, (run, start, end, out) => {
    const from = start + loss.keeps(end - start);
    for (let k = start; k < end; k++) out[k] = k < from ? (run[k] as number) : neutral;
    lost += end - from;
  });
  return lost === 0 ? undefined : left;
}

const onesLike = ({ dtype, shape, data }: NDArray): NDArray =>
  new NDArray(dtype, shape, allocate(dtype, data.length).fill(1));

/** The gradient of the first operand is 0 where it was not written. */
const losesGradient = (row: LongOp, loss: Loss): Fault => ({
  name: `the backward of ${row} loses ${loss.says}`,
  kind: loss.kind,
  row,
  plant: () =>
    planted((touch) => ({
      prepare(outputs) {
        for (const { op } of rulesOf(row, outputs)) if (op !== null) losing(op, row, loss, touch);
      },
    })),
});

function losing(own: Op, row: LongOp, loss: Loss, touch: () => void): void {
  const right = own.gradient;
  own.gradient = (outGrad, node) => {
    const [first, ...others] = right.call(own, outGrad, node) as [Tensor, ...Tensor[]];
    const bits = without(
      onesLike(realize(first)),
      loss.ofArray ? null : runsOn(row, own, node.inputs),
      loss,
      0,
    );
    if (bits === undefined) return [first, ...others];
    touch();
    return [masked(first, Tensor.fromData({ ...bits, data: [...bits.data] })), ...others];
  };
}

const neutral = { summation: 0, mean: 0, max: -Infinity, min: Infinity, logsumexp: -Infinity } as const;
type Folding = keyof typeof neutral;

/** The value is computed from what is left; the gradient is right. */
const losesValue = (row: Folding, loss: Loss): Fault => ({
  name: `${row} loses ${loss.says}`,
  kind: loss.kind,
  row,
  plant: () =>
    planted((touch) => ({
      functions: {
        [row]: ([a]: readonly [Tensor], step: never) => {
          const { op } = functions[row]([a], step);
          if (op === null) throw new Error(`expected ${row} to record its op`);
          const right = op.compute;
          op.compute = (array) => {
            const left = without(array as NDArray, runsOn(row, op, [array as NDArray]), loss, neutral[row]);
            if (left !== undefined) touch();
            return right.call(op, left ?? (array as NDArray));
          };
          return record(op, [a]);
        },
      },
    })),
});

const blocks = [8, 16, 32, 64, 128, 256, 512, 1024] as const;
const folding: readonly Folding[] = ['summation', 'mean', 'max', 'min', 'logsumexp'];
const pastEight = ['layer_norm', 'affine_layer_norm', 'rms_norm', 'batch_norm', 'softmax'] as const;
const every = Object.keys(runsOf) as LongOp[];

export const longFaults: readonly Fault[] = [
  ...blocks.flatMap((block) => [
    ...every.map((row) => losesGradient(row, tailPast(block))),
    ...folding.map((row) => losesValue(row, tailPast(block))),
  ]),
  ...every.map((row) => losesGradient(row, grid)),
  ...folding.map((row) => losesValue(row, tailPast(65_536))),
  ...pastEight.map((row) => losesGradient(row, allPast(8, 'norm of an axis past 8'))),
  ...folding.flatMap((row) => [
    losesGradient(row, allPast(256, 'sum past 256')),
    losesValue(row, allPast(256, 'sum past 256')),
  ]),
];
