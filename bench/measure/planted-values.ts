/** Implementations that are wrong at some numbers: near a tie, at many ties, next to 0, and far from 0. */
import { parseEquation } from '../../src/case/equation.js';
import { batchAxes } from '../../src/case/limits.js';
import { reduceShape } from '../../src/case/ops/reduction.js';
import {
  type Axes,
  broadcastTo,
  divide,
  type Inputs,
  mapRuns,
  mask,
  masked,
  maskOfPair,
  type NDArray,
  type Node,
  type Op,
  realize,
  record,
  reshape,
  slice,
  summation,
  Tensor,
} from '../../src/engine/index.js';
import { functions } from '../../src/engine/ops/by-name.js';
import { type Fault, planted, rulesOf } from './planted.js';

/** A rule in place of the engine's; undefined where that is right. */
type Rule = (outGrad: Tensor, node: Node<Inputs>, op: Op) => Inputs | undefined;

const ruled = (name: string, kind: string, row: string, rule: Rule): Fault => ({
  name,
  kind,
  row,
  plant: () =>
    planted((touch) => ({
      prepare(outputs) {
        for (const { op } of rulesOf(row, outputs)) {
          if (op === null) continue;
          const right = op.gradient;
          op.gradient = (outGrad, node) => {
            const wrong = rule(outGrad, node, op);
            if (wrong !== undefined) touch();
            return wrong ?? right.call(op, outGrad, node);
          };
        }
      },
    })),
});

const holds = (tensor: Tensor, is: (entry: number) => boolean): boolean => realize(tensor).data.some(is);

/** Along the axes of max or min, as tensors of the operand's shape: its extremes, and outGrad. */
function alongRuns(outGrad: Tensor, node: Node<Inputs>, op: Op): readonly [Tensor, Tensor] {
  const { axes } = op as Op & { readonly axes: Axes };
  const { shape } = node.inputs[0] as Tensor;
  const kept = reduceShape(shape, axes, true, op.name);
  const wide = (reduced: Tensor) => broadcastTo(reshape(reduced, kept), shape);
  return [wide(node), wide(outGrad)];
}

/** What is this near to an extreme ties with it. */
const nearTie = (row: 'max' | 'min', within: number): Fault =>
  ruled(`in ${row}, entries within ${within} tie`, 'near tie', row, (outGrad, node, op) => {
    const { axes } = op as Op & { readonly axes: Axes };
    const [x] = node.inputs as [Tensor];
    const [extreme, given] = alongRuns(outGrad, node, op);
    const apart = maskOfPair(x, extreme, (a, b) => Math.abs(a - b));
    if (!holds(apart, (by) => by > 0 && by <= within)) return undefined;
    const ties = mask(apart, (by) => (by <= within ? 1 : 0));
    return [masked(divide(given, summation(ties, axes, true)), ties)];
  });

/** Of two operands this near, each gets half. */
const nearTieOfTwo = (row: 'maximum' | 'minimum', within: number): Fault =>
  ruled(`in ${row}, entries within ${within} tie`, 'near tie', row, (outGrad, node) => {
    const [a, b] = node.inputs as [Tensor, Tensor];
    const ahead = row === 'maximum' ? 1 : -1;
    const share = (x: number, y: number) => (Math.abs(x - y) <= within ? 0.5 : (x - y) * ahead > 0 ? 1 : 0);
    const apart = maskOfPair(a, b, (x, y) => Math.abs(x - y));
    if (!holds(apart, (by) => by > 0 && by <= within)) return undefined;
    return [masked(outGrad, maskOfPair(a, b, share)), masked(outGrad, maskOfPair(b, a, share))];
  });

/** The number of ties is kept in so many bits: at a power of two of them it starts from 0 again. */
const countsIn = (row: 'max' | 'min', bits: number): Fault =>
  ruled(`${row} counts ties in ${bits} bits`, `max of many ties, ${bits} bits`, row, (outGrad, node, op) => {
    const { axes } = op as Op & { readonly axes: Axes };
    const [x] = node.inputs as [Tensor];
    const [extreme, given] = alongRuns(outGrad, node, op);
    const ties = maskOfPair(x, extreme, (a, b) => (a === b ? 1 : 0));
    const count = summation(ties, axes, true);
    if (!holds(count, (many) => many >= 2 ** bits)) return undefined;
    return [
      masked(
        divide(
          given,
          mask(count, (many) => many % 2 ** bits),
        ),
        ties,
      ),
    ];
  });

/** The least normal number of float64. */
const leastNormal = 2 ** -1022;

const flushes = (row: 'relu' | 'abs'): Fault =>
  ruled(`${row} takes subnormal entries for 0`, 'relu at a subnormal', row, (outGrad, node, op) => {
    const [x] = node.inputs as [Tensor];
    const isFlushed = (entry: number) => entry !== 0 && Math.abs(entry) < leastNormal;
    if (!holds(x, isFlushed)) return undefined;
    const [right] = Object.getPrototypeOf(op).gradient.call(op, outGrad, node) as [Tensor];
    return [
      masked(
        right,
        mask(x, (entry) => (isFlushed(entry) ? 0 : 1)),
      ),
    ];
  });

/** The part of a tensor that is first along the letter. */
function firstAlong(a: Tensor, letters: string, letter: string): Tensor {
  const axis = letters.indexOf(letter);
  if (axis < 0) return a;
  return slice(
    a,
    a.shape.map(() => 0),
    a.shape.map((size, each) => (each === axis ? Math.min(1, size) : size)),
  );
}

/** Along an axis of size 1 that was stretched the gradient is not summed: its first entry is taken. */
const unsummed: Fault = ruled(
  'einsum does not sum the gradient of a stretched axis',
  'einsum with a size-1 axis',
  'einsum',
  (outGrad, node, op) => {
    const { operands, result } = parseEquation((op as Op & { readonly equation: string }).equation);
    let wrong = false;
    const gradients = node.inputs.map((input, operand) => {
      let given = outGrad;
      let inputs: Inputs = node.inputs;
      [...(operands[operand] as string)].forEach((letter, axis) => {
        const stretched = operands.some(
          (letters, other) =>
            letters.includes(letter) && (inputs[other]?.shape[letters.indexOf(letter)] ?? 0) > 1,
        );
        if (input.shape[axis] !== 1 || !stretched) return;
        wrong = true;
        given = firstAlong(given, result, letter);
        inputs = inputs.map((each, other) => firstAlong(each, operands[other] as string, letter));
      });
      const other = Object.assign(Object.create(Tensor.prototype), node, { inputs }) as Node<Inputs>;
      return Object.getPrototypeOf(op).gradient.call(op, given, other)[operand] as Tensor;
    });
    return wrong ? gradients : undefined;
  },
);

/** What is wrong by more of itself than this is not so by rounding. */
const beyondRounding = 2 ** -44;

/** E[x²] − E[x]², which cancels where the mean is large beside the spread. */
function inOnePass(
  run: NDArray['data'],
  start: number,
  end: number,
): { mean: number; found: number; right: number } {
  let [mean, squares, right] = [0, 0, 0];
  for (let k = start; k < end; k++) {
    mean += (run[k] as number) / (end - start);
    squares += (run[k] as number) ** 2 / (end - start);
  }
  for (let k = start; k < end; k++) right += ((run[k] as number) - mean) ** 2 / (end - start);
  return { mean, found: Math.max(0, squares - mean ** 2), right };
}

type Norm = 'layer_norm' | 'batch_norm' | 'affine_layer_norm';

function axesOf(row: Norm, op: Op, [x, weight]: readonly NDArray[]): Axes {
  const shape = x?.shape ?? [];
  if (row === 'batch_norm') return batchAxes(shape);
  const beside = weight?.shape ?? [];
  return row === 'layer_norm'
    ? (op as Op & { readonly axes: Axes }).axes
    : beside.map((_, k) => shape.length - beside.length + k);
}

/** The value is; the gradient is right. */
const onePass = (row: Norm): Fault => ({
  name: `the variance of ${row} is E[x²] − E[x]²`,
  kind: 'variance in one pass',
  row,
  plant: () =>
    planted((touch) => ({
      functions: {
        [row]: (args: Inputs, step: never) => {
          const { op } = functions[row](args as never, step);
          if (op === null) throw new Error(`expected ${row} to record its op`);
          const { eps } = op as Op & { readonly eps: number };
          op.compute = (...arrays) => {
            const [x, weight, bias] = arrays as [NDArray, NDArray?, NDArray?];
            return mapRuns(x, axesOf(row, op, arrays as NDArray[]), (run, start, end, out) => {
              const { mean, found, right } = inOnePass(run, start, end);
              if (Math.abs(found - right) > beyondRounding * (right + eps)) touch();
              for (let k = start; k < end; k++) {
                const normal = ((run[k] as number) - mean) / Math.sqrt(found + eps);
                out[k] = normal * (weight?.data[k - start] ?? 1) + (bias?.data[k - start] ?? 0);
              }
            });
          };
          return record(op, args);
        },
      },
    })),
});

export const valueFaults: readonly Fault[] = [
  ...(['max', 'min'] as const).flatMap((row) => [nearTie(row, 1e-6), nearTie(row, 1e-8)]),
  ...(['maximum', 'minimum'] as const).flatMap((row) => [nearTieOfTwo(row, 1e-6), nearTieOfTwo(row, 1e-8)]),
  ...(['max', 'min'] as const).flatMap((row) => [countsIn(row, 8), countsIn(row, 16)]),
  ...(['relu', 'abs'] as const).map(flushes),
  unsummed,
  ...(['layer_norm', 'batch_norm', 'affine_layer_norm'] as const).map(onePass),
];
