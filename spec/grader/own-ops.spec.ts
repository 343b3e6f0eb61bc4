/** Ops of the learner's own in a rule: second order goes through them, and finds what is wrong with theirs. */
import { describe, expect, it } from 'vitest';
import { sourceOf } from '../right-but-unusual/right.js';
import { altered, gradeSource } from './submit.js';

/** The exponential exercise with this in the place of tanh's rule, and this op in the file. */
async function tanhBy(rule: string, op: string) {
  const changed = altered('exponential', ['return [multiply(outGrad, slope)];', `return [${rule}];`]);
  const source = `import * as engine from 'backproof/engine';\n${changed}\n${op}`;
  const { score, message } = await gradeSource('exponential', source);
  return { score, message };
}

const squareWith = (gradient: string, compute = 'return engine.map(a, (x) => x * x);') => `
class Square extends engine.Op<One> {
  readonly name = 'square';
  compute(a: NDArray): NDArray { ${compute} }
  gradient(outGrad: Tensor, node: Node<One>): One { ${gradient} }
}
const square = (a: Tensor): Tensor => record(new Square(), [a]);
`;
const rule = 'multiply(outGrad, addScalar(negate(square(node)), 1))';

describe('a rule made of an op of the learner’s own', () => {
  it('is right where that op is', async () => {
    const own = squareWith('return [multiply(outGrad, mulScalar(node.inputs[0], 2))];');
    expect(await tanhBy(rule, own)).toEqual({ score: 9, message: '' });
  });

  it('is wrong in second order where the gradient of that op is', async () => {
    const own = squareWith('return [multiply(outGrad, node.inputs[0])];');
    const { score, message } = await tanhBy(rule, own);
    expect(score).toBe(8);
    expect(message).toMatch(/^tanh: This law is broken: second order equals the reference's\./);
  });

  it('names the op whose gradient throws', async () => {
    const { score, message } = await tanhBy(rule, squareWith("throw new Error('none needed');"));
    expect(score).toBe(8);
    expect(message).toContain(
      'second order needs the gradient of square, an op of your own, and that threw Error: none needed',
    );
  });

  it('is found out where that op holds numbers of the case', async () => {
    const own = squareWith(
      'return [multiply(outGrad, mulScalar(node.inputs[0], 2))];',
      'this.kept ??= engine.map(a, (x) => x * x); return this.kept;',
    ).replace('readonly name', 'kept: any;\n  readonly name');
    const { score, message } = await tanhBy(rule, own);
    expect(score).toBe(8);
    expect(message).toContain('holds numbers of this very case');
  });

  it('is found out where that op takes differences of the op in question', async () => {
    const own = `
class Slope extends engine.Op<One> {
  readonly name = 'slope';
  compute(a: NDArray): NDArray {
    const at = (h: number) => new Tanh().compute(engine.map(a, (x) => x + h)).data;
    const [up, down, up2, down2] = [at(1e-3), at(-1e-3), at(2e-3), at(-2e-3)] as any;
    return new engine.NDArray(a.dtype, a.shape, up.map((_: number, i: number) => (8 * (up[i] - down[i]) - (up2[i] - down2[i])) / 12e-3));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [multiply(outGrad, mulScalar(multiply(node, tanh(node.inputs[0])), -2))];
  }
}`;
    const { score, message } = await tanhBy('multiply(outGrad, record(new Slope(), [node.inputs[0]]))', own);
    expect(score).toBe(8);
    expect(message).toMatch(/^tanh: /);
  });
});

describe('a comparison that is an op of the learner’s own', () => {
  const relu = (gradient: string) =>
    sourceOf('elementwise', [
      {
        exercise: 'elementwise',
        of: 'ReLU',
        name: 'a comparison',
        body: 'return [multiply(outGrad, record(new Greater(), [node.inputs[0]]))];',
        with: `
class Greater extends engine.Op<One> {
  readonly name = 'greater';
  compute(a: NDArray): NDArray { return engine.map(a, (x) => (x > 0 ? 1 : 0)); }
  gradient(outGrad: Tensor, node: Node<One>): One { ${gradient} }
}`,
      },
    ]);

  it('is right where it passes nothing on', async () => {
    expect(await gradeSource('elementwise', relu('return [mulScalar(outGrad, 0)];'))).toMatchObject({
      score: 12,
    });
  });

  it('is wrong where it passes its adjoint on', async () => {
    const { score, message } = await gradeSource('elementwise', relu('return [outGrad];'));
    expect(score).toBe(11);
    expect(message).toMatch(/^relu: This law is broken: second order equals the reference's\./);
  });
});
