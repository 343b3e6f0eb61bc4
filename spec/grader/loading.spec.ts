/** What a learner's file may do as any program may, and what its author reads when it fails. */
import { describe, expect, it } from 'vitest';
import { exerciseIds } from '../../src/grader/exercises.js';
import { altered, gradeSource, solutionOf } from './submit.js';

const engine = "import * as engine from 'backproof/engine';\n";

describe('a submission may', () => {
  it.each(exerciseIds)('extend Function at the top of the file of %s', async (id) => {
    const top = `import { Function as Own } from 'backproof/engine';
class Same extends Own {
  static forward(ctx: any, x: any) { return x; }
  static backward(ctx: any, outGrad: any) { return outGrad; }
}
class Other extends Function {}
`;
    const { message, score, maxScore } = await gradeSource(id, `${top}${solutionOf(id)}`);
    expect(message).toBe('');
    expect(score).toBe(maxScore);
  });

  it('use the whole console, and the clock', async () => {
    const body = `console.assert(true); console.assert(false, 'no'); console.time('a'); console.timeLog('a'); console.timeEnd('a');
    console.group('g'); console.count(); console.countReset(); console.groupEnd(); console.trace('here'); console.dirxml(1); console.clear();
    const begun: number = performance.now();
    if (!(performance.now() >= begun)) throw new Error('the clock runs backwards');`;
    const source = altered('matmul', ['const [a, b] = node.inputs;', `${body} const [a, b] = node.inputs;`]);
    expect(await gradeSource('matmul', source)).toMatchObject({ message: '', score: 9 });
  });
});

describe('a message has the names of the file', () => {
  it.each([
    ['a variable', 'const tensor: any = undefined; tensor();', 'TypeError: tensor is not a function'],
    ['a function', 'function sizeOf(x: any) { x.none.none; } sizeOf(a);', '  at sizeOf matmul/matmul.ts:'],
  ])('for %s that the bundle has twice', async (_, body, told) => {
    const source = altered('matmul', ['const [a, b] = node.inputs;', `const [a, b] = node.inputs; ${body}`]);
    expect((await gradeSource('matmul', source)).message).toContain(told);
  });

  it('for a class that names itself', async () => {
    const source = `${engine}${altered('matmul', ['const [a, b] = node.inputs;', 'const [a, b] = node.inputs; Own.apply(a);'])}
class Own extends engine.Function {
  static made = () => new Own();
  static forward(ctx: any, x: any) { return x; }
  static backward() {}
}`;
    const { message } = await gradeSource(
      'matmul',
      source.replace('Own.apply(a)', 'a = Own.apply(1 as any)'),
    );
    expect(message).not.toMatch(/_Own|Own2/);
  });
});

describe('only of gradients that are is it said that they are finite differences', () => {
  const said = 'like a finite difference';
  const expBy = (slope: string) =>
    gradeSource(
      'exponential',
      `${engine}${altered('exponential', ['return [multiply(outGrad, node)];', slope])}`,
    );

  it('of differences', async () => {
    const { message } = await expBy(
      'const [x] = node.inputs; return [multiply(outGrad, divideScalar(engine.subtract(exp(addScalar(x, 1e-5)), exp(addScalar(x, -1e-5))), 2e-5))];'.replaceAll(
        'divideScalar',
        'engine.divideScalar',
      ),
    );
    expect(message).toContain(said);
  });

  it('not of a factor that is slightly off', async () => {
    const { message } = await expBy('return [multiply(mulScalar(outGrad, 1.00001), node)];');
    expect(message).toMatch(/^exp: This law is broken: the vjp equals JᵀΔ/);
    expect(message).not.toContain(said);
  });

  it('not of a value', async () => {
    const { message } = await gradeSource(
      'exponential',
      altered('exponential', ['return Math.exp(x);', 'return Math.exp(x) * 1.0001;']),
    );
    expect(message).toContain('value');
    expect(message).not.toContain(said);
  });
});
