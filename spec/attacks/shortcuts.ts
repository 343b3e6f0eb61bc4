/** Ways to a right number without a rule. */
import { altered } from '../grader/submit.js';
import { type Attack, inGradient, matmulWith, right, stillWrong, submitted } from './attack.js';

const engineToo = "import * as engine from 'backproof/engine';\nimport {";

export const shortcuts: readonly Attack[] = [
  inGradient(
    'calls the rule above its own',
    'return super.gradient(outGrad, node);',
    /It threw TypeError|Still to be written|does not compile/,
  ),
  {
    name: "calls the engine's own backward",
    ...submitted(
      matmulWith(
        `const rows = [multiply(a, broadcastTo(transpose(b), a.shape))];
    return grad(summation(rows[0]), [a, b], {}) as never;`,
        "import { broadcastTo as broadcastTo_, grad, multiply, summation } from 'backproof/engine';",
      ),
    ),
    told: /Still to be written|It threw|does not compile/,
  },
  {
    name: "calls another op's rule",
    ...submitted(
      matmulWith(
        'return [new Transpose(null).gradient(outGrad, node as never)[0], b] as never;',
        "import { Transpose } from 'backproof/engine';",
      ),
    ),
    told: /Still to be written|It threw/,
  },
  {
    name: 'takes differences in a gradient',
    exercise: 'exponential',
    files: {
      'exponential/exponential.ts': altered('exponential', [
        'return [multiply(outGrad, node)];',
        `const [x] = node.inputs;
    const h = 1e-5;
    const up = this.compute(addScalar(x, h).cachedData as never);
    const down = this.compute(addScalar(x, -h).cachedData as never);
    const slopes = engine.Tensor.of(new engine.NDArray(x.dtype, x.shape, up.data.map((y, i) => (y - (down.data[i] as number)) / (2 * h))));
    return [multiply(outGrad, slopes)];`,
      ]).replace('import {', engineToo),
    },
    told: /^exp: .*(finite difference|exp: a gradient is written with tensor functions and may not read values \(`cachedData`\); in lazy mode)/s,
    deserved: 8,
  },
  {
    name: 'takes differences of the formula of an entry',
    exercise: 'exponential',
    files: {
      'exponential/exponential.ts': altered('exponential', [
        'return [multiply(outGrad, node)];',
        `const [x] = node.inputs;
    const h = 1e-5;
    const slopes = x.toData().data.map((at) => (this.entry(at + h) - this.entry(at - h)) / (2 * h));
    return [multiply(outGrad, engine.Tensor.fromData({ ...x.toData(), data: slopes }))];`,
      ]).replace('import {', engineToo),
    },
    told: /^exp: .*(finite difference|a gradient is written with tensor functions; compute was called)/s,
    deserved: 8,
  },
  {
    name: 'takes differences of a linear op, where they are exact',
    exercise: 'shape',
    files: {
      'shape/shape.ts': altered('shape', [
        'gradient(outGrad: Tensor, _: Node<One>): One {\n    return [transpose(outGrad, this.axes)];',
        `gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const given = outGrad.toData().data;
    const slopes = x.toData().data.map((_, at) => {
      const unit = engine.Tensor.fromData({ ...x.toData(), data: x.toData().data.map((__, i) => (i === at ? 1 : 0)) });
      return this.compute(unit.cachedData as never).data.reduce((sum, y, i) => sum + y * (given[i] as number), 0);
    });
    return [engine.Tensor.fromData({ ...x.toData(), data: slopes })];`,
      ]).replace('import {', engineToo),
    },
    told: /^transpose: This law is broken/,
    deserved: 15,
  },
  inGradient(
    'is right for small matrices alone',
    `if (a.shape.every((size) => size <= 2)) { ${right} }`,
    stillWrong,
  ),
  inGradient(
    'is right for square matrices alone',
    `if (a.shape.at(-1) === a.shape.at(-2)) { ${right} }`,
    stillWrong,
  ),
  inGradient(
    'is right in its first calls',
    `const self = this as never as { calls: number };\n    MatMul.calls = (MatMul.calls ?? 0) + 1;\n    if (MatMul.calls < 8) { ${right} }`
      .replaceAll('MatMul.calls', '(MatMul as any).calls')
      .replace('const self = this as never as { calls: number };\n    ', ''),
    stillWrong,
  ),
  {
    name: 'realizes behind the counter',
    exercise: 'realize',
    files: {
      'realize/realize.ts': `import { NDArray, type Tensor } from 'backproof/engine';
export function realize(tensor: Tensor): NDArray {
  if (tensor.cachedData !== undefined && tensor.op === null) return tensor.cachedData;
  const op = tensor.op as any;
  const value = Object.getPrototypeOf(op).compute.apply(op, tensor.inputs.map(realize));
  tensor.settle(value);
  return value;
}
`,
    },
    told: /This law is broken|It ran out of stack|gave no answer/,
  },
];
