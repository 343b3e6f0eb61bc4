/** Engines that are wrong at the edges of domains only: each multiplies where it must select, or divides by 0. */
import type { Implementation } from '../../src/case/implementation.js';
import type { OpName } from '../../src/case/vocabulary.js';
import {
  add,
  divide,
  engineImplementation,
  exp,
  gradientOf,
  log,
  mask,
  mulScalar,
  multiply,
  type Node,
  negate,
  power,
  subtract,
  summation,
  Tensor,
  tensor,
  topologicalOrder,
} from '../../src/engine/index.js';

type Rule = (outGrad: Tensor, inputs: readonly Tensor[], node: Tensor) => readonly Tensor[];

const input = (inputs: readonly Tensor[], index: number): Tensor => inputs[index] as Tensor;

/** The engine with another rule for an op. */
const withRule = (op: OpName, rule: Rule): Implementation =>
  engineImplementation({
    name: op,
    prepare(outputs) {
      for (const { op: made } of topologicalOrder(outputs)) {
        if (made?.name !== op) continue;
        made.gradient = (outGrad: Tensor, node: Node<readonly Tensor[]>) =>
          rule(outGrad, node.inputs, node as unknown as Tensor);
      }
    },
  });

/** The engine with a driver that passes on whatever the rule of this op returns. */
const unsettled = (op: OpName): Implementation =>
  engineImplementation({
    name: op,
    differentiate: {
      topologicalOrder,
      propagate(order, seeds) {
        const adjoints = new Map(seeds);
        for (const node of [...order].reverse()) {
          const outGrad = adjoints.get(node);
          if (node.op === null || outGrad === undefined) continue;
          const parts = node.op.name === op ? node.op.gradient(outGrad, node) : gradientOf(node, outGrad);
          node.inputs.forEach((each, index) => {
            const [sum, part] = [adjoints.get(each), parts[index]];
            if (each.requiresGrad && part !== undefined) adjoints.set(each, sum ? add(sum, part) : part);
          });
        }
        return adjoints;
      },
    },
  });

const timesMask = (least: number, most: number): Rule => {
  const weight = (x: number) => Number(x > least && x < most);
  return (outGrad, inputs) => [multiply(outGrad, mask(input(inputs, 0), weight))];
};

/** By what is wrong. */
export const edgeMistakes: Readonly<Record<string, Implementation>> = {
  'sqrt divides 0 by 0': unsettled('sqrt'),
  'log divides 0 by 0': unsettled('log'),
  'divide divides 0 by 0': unsettled('divide'),
  'power_scalar multiplies 0 by ∞': unsettled('power_scalar'),
  'multiply multiplies 0 by ∞': unsettled('multiply'),
  'exp multiplies 0 by an overflow': unsettled('exp'),
  'relu multiplies by its mask': withRule('relu', timesMask(0, Number.POSITIVE_INFINITY)),
  'clip multiplies by its mask': withRule('clip', timesMask(0, 9)),
  'power multiplies 0 by 0⁻¹': withRule('power', (outGrad, inputs, node) => {
    const [a, b] = [input(inputs, 0), input(inputs, 1)];
    const slope = multiply(b, power(a, subtract(b, tensor(1, { dtype: b.dtype }))));
    return [multiply(outGrad, slope), multiply(outGrad, multiply(node, log(a)))];
  }),
  'sigmoid divides ∞ by ∞': withRule('sigmoid', (outGrad, inputs) => {
    const small = exp(negate(input(inputs, 0)));
    const sum = add(small, tensor(1, { dtype: small.dtype }));
    return [multiply(outGrad, divide(small, multiply(sum, sum)))];
  }),
  'softmax multiplies −∞ by 0': withRule('softmax', (outGrad, inputs, node) => {
    const axes = (node.op as unknown as { axes: readonly number[] }).axes;
    const own = multiply(node, subtract(outGrad, summation(multiply(outGrad, node), axes, true)));
    return [add(own, mulScalar(input(inputs, 0), 0))];
  }),
  'where adds both sides, each times its mask': engineImplementation({
    functions: {
      where: ([a, b], { condition }) => {
        const bits = (side: number) => condition.map((bit) => Number(bit === side));
        return add(multiply(a, constantLike(a, bits(1))), multiply(b, constantLike(b, bits(0))));
      },
    },
  }),
};

const constantLike = ({ dtype, shape }: Tensor, data: readonly number[]): Tensor =>
  Tensor.fromData({ dtype, shape, data });
