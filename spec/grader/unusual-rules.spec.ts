/** Right rules that nobody expects: whatever else is refused, these keep every point. */
import { describe, expect, it } from 'vitest';
import { altered, gradeSource } from './submit.js';

const unusual: Readonly<Record<string, readonly (readonly [what: string, from: string, to: string])[]>> = {
  elementwise: [
    [
      'a mask built from numbers that were read',
      'mask(x, (entry) => (entry <= 0 ? 0 : 1)),',
      'engine.Tensor.fromData({ ...x.toData(), data: x.toData().data.map((entry) => (entry > 0 ? 1 : 0)) }),',
    ],
    ['a product with the mask', 'masked(\n        outGrad,', 'multiply(\n        outGrad,'],
    [
      'an op of its own for a mask',
      'return [masked(outGrad, mask(x, signOf))];',
      'return [multiply(outGrad, engine.noGrad(() => record(new Signs(), [x])))];',
    ],
    [
      'a mask from a comparison of computed numbers',
      'whereLarger(outGrad, a, b), whereLarger(outGrad, b, a)',
      'multiply(outGrad, larger(subtract(a, b))), multiply(outGrad, larger(subtract(b, a)))',
    ],
    [
      'prints on the way',
      'return [multiply(outGrad, b), multiply(outGrad, a)];',
      'const all = [multiply(outGrad, b), multiply(outGrad, a)] as const;\n    console.log(String(outGrad.toArray()), all.map((each) => each.toArray()));\n    return all;',
    ],
    [
      'a quotient in another order',
      'return [share, negate(multiply(share, node))];',
      'return [divide(outGrad, b), negate(divide(multiply(outGrad, node), b))];',
    ],
  ],
  exponential: [
    [
      'the value computed anew',
      'return [multiply(outGrad, node)];',
      'return [multiply(exp(node.inputs[0]), outGrad)];',
    ],
    [
      'a one as a tensor',
      'addScalar(negate(multiply(node, node)), 1);',
      'engine.subtract(engine.ones(node.shape, { dtype: node.dtype }), multiply(node, node));',
    ],
    [
      'a symmetry',
      'multiply(node, addScalar(negate(node), 1));',
      'multiply(node, sigmoid(negate(node.inputs[0])));',
    ],
    [
      'a guard against a logarithm of 0',
      'const isZero = maskOfPair(a, b, (x, y) => Number(x === 0 && y >= 0));',
      'const isZero = engine.Tensor.fromData({ ...a.toData(), data: a.toData().data.map((entry) => (entry === 0 ? 1 : 0)) });',
    ],
  ],
  shape: [
    [
      'a transposition as a permutation',
      'return [transpose(outGrad, this.axes)];',
      'return [permute(outGrad, transposition(this.axes, outGrad.shape.length))];',
    ],
    [
      'a sum with a product of ones',
      'return [broadcastTo(reshape(outGrad, kept), x.shape)];',
      'return [engine.multiply(engine.ones(x.shape, { dtype: x.dtype }), reshape(outGrad, kept))];',
    ],
    [
      'a count that is a sum of ones, and read',
      'const count = sizeOf(x.shape) / sizeOf(kept);',
      'const count = summation(engine.ones(x.shape), this.axes, true).toData().data[0] ?? 1;',
    ],
  ],
  matmul: [
    [
      'a subclass that computes as the class above',
      'return record(new MatMul(), [a, b]);',
      'return record(new Mine(), [a, b]);',
    ],
    [
      'a product that is transposed as a whole',
      'matmul(transpose(a), outGrad)]',
      'transpose(matmul(transpose(outGrad), a))]',
    ],
  ],
  stable: [
    [
      'a largest entry held constant',
      'return [multiply(reshape(outGrad, kept), softmax(x, this.axes))];',
      `const top = engine.noGrad(() => engine.max(x, this.axes, true));
    const finite = engine.mask(top, (entry) => (Number.isFinite(entry) ? entry : 0));
    const powers = exp(subtract(x, finite));
    return [multiply(reshape(outGrad, kept), engine.divide(powers, summation(powers, this.axes, true)))];`,
    ],
    [
      'one adjoint in two terms',
      'return [multiply(node, subtract(outGrad, average))];',
      'return [subtract(multiply(node, outGrad), multiply(node, average))];',
    ],
  ],
};

const ends: Readonly<Record<string, string>> = {
  elementwise: `
class Signs extends engine.Op<One> {
  readonly name = 'signs';
  compute(a: NDArray): NDArray {
    return engine.map(a, Math.sign);
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [mulScalar(outGrad, 0)];
  }
}
const larger = (gap: Tensor): Tensor =>
  engine.Tensor.fromData({ ...gap.toData(), data: gap.toData().data.map((entry) => (Math.sign(entry) + 1) / 2) });
`,
  matmul: `
class Mine extends MatMul {
  compute(a: NDArray, b: NDArray): NDArray {
    return super.compute(a, b);
  }
}
`,
};

describe('right rules that nobody expects', () => {
  it.each(Object.entries(unusual))('keep all points of %s', async (id, rules) => {
    const source = altered(id, ...rules.map(([, from, to]) => [from, to] as const));
    const whole = `import * as engine from 'backproof/engine';\n${source}\n${ends[id] ?? ''}`;
    const { score, maxScore, message } = await gradeSource(id, whole);
    expect(message).toBe('');
    expect(score).toBe(maxScore);
  });
});
