import { describe, expect, it } from 'vitest';
import { encodeCase } from '../../src/case/json.js';
import { parseCase } from '../../src/case/parse.js';
import { type Exercise, exercises, findExercise } from '../../src/grader/exercises.js';
import { grade } from '../../src/grader/grade.js';
import { lawsOf, probesOf } from '../../src/grader/laws.js';
import { altered, folderWith, gradeSource, solutionOf } from './submit.js';

const product = 'return [multiply(outGrad, b), multiply(outGrad, a)];';
const twice = (body: string) => altered('exponential', ['return [multiply(outGrad, node)];', body]);

describe('a grade', () => {
  it('is the same for the same seed', async () => {
    const submission = folderWith({
      'elementwise/elementwise.ts': altered('elementwise', [
        product,
        'return [multiply(outGrad, a), multiply(outGrad, b)];',
      ]),
    });
    const again = () =>
      grade({ submission, only: ['elementwise'], seed: 7, runs: 10, replayFolder: submission });
    expect(await again()).toEqual(await again());
  });

  it('takes from an exercise the points of the ops that are wrong, and names the others', async () => {
    const result = await gradeSource(
      'elementwise',
      altered(
        'elementwise',
        [product, 'return [outGrad, outGrad];'],
        ['return [negate(outGrad)];', "throw new NotImplemented('Negate.gradient');"],
        ['import {', 'import { NotImplemented,'],
      ),
    );
    expect(result).toMatchObject({ status: 'failed', score: 10, maxScore: 12 });
    expect(result.message).toMatch(/^multiply: This law is broken: the vjp equals JᵀΔ\.\n/);
    expect(result.message).toContain('\n\nStill to be written: negate.\n');
  });

  it('is not changed in one exercise by what another one does', async () => {
    const submission = folderWith({
      'matmul/matmul.ts': `${solutionOf('matmul')}\nfor (;;);`,
      'stable/stable.ts': solutionOf('stable'),
    });
    const { exercises } = await grade({
      submission,
      only: ['matmul', 'stable'],
      runs: 5,
      limits,
      replayFolder: submission,
    });
    expect(exercises.map(({ status }) => status)).toEqual(['timeout', 'passed']);
  });

  it('runs an exercise with no rules but its own', async () => {
    const result = await gradeSource(
      'matmul',
      altered(
        'matmul',
        ['import {', 'import { EWiseMul,'],
        ['const [a, b] = node.inputs;', 'const [a, b] = new EWiseMul().gradient(outGrad, node);'],
      ),
    );
    expect(result).toMatchObject({ status: 'crashed', score: 0 });
    expect(result.message).toContain('It threw Error: EWiseMul has no gradient rule here');
  });

  it('has counterexamples that parse, with few entries', async () => {
    const { counterexample } = await gradeSource(
      'shape',
      altered('shape', [
        'inverseOf(permutation(this.axes, node.shape.length))',
        'permutation(this.axes, node.shape.length)',
      ]),
    );
    expect(parseCase(JSON.parse(JSON.stringify(counterexample && encodeCase(counterexample))))).toMatchObject(
      { ok: true },
    );
    expect(counterexample?.inputs.flatMap(({ data }) => data).length).toBeLessThanOrEqual(6);
  });

  it('sees a rule that is right to first order only', async () => {
    const source = twice('return [multiply(outGrad, Tensor.fromData(node.toData()))];').replace(
      'type Tensor,',
      'Tensor,',
    );
    const result = await gradeSource('exponential', source);
    expect(result).toMatchObject({ status: 'failed', score: 8 });
    expect(result.message).toMatch(/^exp: This law is broken: second order equals the reference's\.\n/);
  });
});

const limits = {
  startMilliseconds: 2_000,
  runMilliseconds: 5_000,
  memoryMegabytes: 256,
  bufferMegabytes: 512,
  processorSeconds: 60,
  replyBytes: 1_000_000,
  printedBytes: 1_000_000,
  keptBytes: 1_000,
  livesPerPart: 2,
  lives: 4,
  totalMilliseconds: 60_000,
};

describe('a mistake that is known', () => {
  it('is named, with its own hint', async () => {
    const result = await gradeSource(
      'elementwise',
      altered('elementwise', [product, 'return [multiply(outGrad, a), multiply(outGrad, b)];']),
    );
    expect(result.misconception).toBe('multiply-gives-each-its-own-factor');
    expect(result.message.split('\n\n')[2]).toMatchInlineSnapshot(`
      "This looks like a known mistake, multiply-gives-each-its-own-factor. Each input gets outGrad times itself instead of times the other factor.
      Hint: Which factor remains when you differentiate a·b by a?"
    `);
  });

  it('is not named when the submission does something else', async () => {
    const result = await gradeSource(
      'elementwise',
      altered('elementwise', [
        product,
        'return [multiply(outGrad, mulScalar(b, 1.01)), multiply(outGrad, a)];',
      ]),
    );
    expect(result).toMatchObject({ status: 'failed', misconception: null });
  });
});

describe('the laws of a result', () => {
  it('are told apart by their ids, each once, whatever its sentence', async () => {
    const exercise = findExercise('backward') as Exercise;
    const known = [...lawsOf(exercise), ...probesOf(exercise)].map(({ id }) => id);
    const right = await gradeSource('backward', solutionOf('backward'));
    const overwriting = altered('backward', ['sum === undefined ? part : add(sum, part)', 'part']);
    for (const { laws } of [right, await gradeSource('backward', overwriting)]) {
      const ids = laws.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(known).toEqual(expect.arrayContaining(ids));
    }
    expect(right.laws.find(({ id }) => id === 'vjp')).toMatchObject({ law: 'the vjp equals JᵀΔ' });
  });
});

describe('the exercise on backward', () => {
  const imports = "import { add, gradientOf, type Tensor } from 'backproof/engine';\n";
  const order = solutionOf('backward')
    .slice(solutionOf('backward').indexOf('export function topologicalOrder'))
    .split('/**')[0];
  const propagate = solutionOf('backward').slice(solutionOf('backward').indexOf('export function propagate'));

  it('sees a sum that is overwritten', async () => {
    const source = altered('backward', ['sum === undefined ? part : add(sum, part)', 'part']);
    const result = await gradeSource('backward', source);
    expect(result).toMatchObject({ status: 'failed', score: 8 });
    expect(result.message).toMatch(
      /^outputs \(.*\): This law is broken: the vjp equals JᵀΔ\.\n[\s\S]*Also wrong: shared, diamond\.\n/,
    );
  });

  it('sees a node that hands on its adjoint before all its consumers have added to it', async () => {
    const preorder = `export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
      const order = new Set<Tensor>();
      const open = [...outputs];
      for (let node = open.shift(); node !== undefined; node = open.shift()) {
        if (!node.requiresGrad || order.has(node)) continue;
        order.add(node);
        open.push(...node.inputs);
      }
      return [...order].reverse();
    }\n`;
    const result = await gradeSource('backward', imports + preorder + propagate);
    expect(result).toMatchObject({ status: 'failed', score: 12 });
    // A random program may show it before the probe made for it does.
    expect(result.message).toMatch(
      /^(diamond|outputs) \(.*\): This law is broken: (the vjp equals JᵀΔ|paths of different lengths to one node all count)\.\n/,
    );
  });

  it('sees a node that is asked once for each path', async () => {
    const perPath = `export function propagate(_: readonly Tensor[], seeds: ReadonlyMap<Tensor, Tensor>): Map<Tensor, Tensor> {
      const adjoints = new Map<Tensor, Tensor>();
      const visit = (node: Tensor, part: Tensor) => {
        const sum = adjoints.get(node);
        adjoints.set(node, sum === undefined ? part : add(sum, part));
        if (node.op === null) return;
        const parts = gradientOf(node, part);
        node.inputs.forEach((input, index) => { if (input.requiresGrad) visit(input, parts[index] as Tensor); });
      };
      for (const [node, seed] of seeds) visit(node, seed);
      return adjoints;
    }\n`;
    const result = await gradeSource('backward', imports + order + perPath);
    expect(result).toMatchObject({ status: 'failed', score: 16 });
    expect(result.message).toMatch(
      /^deep \(.*\): This law is broken: a shared node is visited once, not once for each path\.\nthe 2 nodes of the graph were asked for their gradients 3 times in all; once each is enough\n/,
    );
  });

  it('sees recursion run out of stack', async () => {
    const recursive = `export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
      const order = new Set<Tensor>();
      const seen = new Set<Tensor>();
      const visit = (node: Tensor) => {
        if (!node.requiresGrad || seen.has(node)) return;
        seen.add(node);
        for (const input of node.inputs) visit(input);
        order.add(node);
      };
      for (const output of outputs) visit(output);
      return [...order];
    }\n`;
    const result = await gradeSource('backward', imports + recursive + propagate);
    expect(result).toMatchObject({ status: 'crashed', score: 16 });
    expect(result.message).toContain(
      'It ran out of stack: a function calls itself without end, or once for each node of a long graph.',
    );
    expect(result.message).toContain('The graph: 20000 times negate, one after the other.');
    expect(result.laws.at(-1)).toEqual({
      id: 'deep',
      law: 'a long chain neither overflows the stack nor takes more than linear time',
      verdict: 'crashed',
      runs: 1,
    });
  });
});

describe('the exercise on realizing', () => {
  const imports = "import { type NDArray, type Op, type Tensor, valueFrom } from 'backproof/engine';\n";

  it('sees a node that is computed again for each consumer', async () => {
    const source = `${imports}export function realize(tensor: Tensor): NDArray {
      if (tensor.cachedData !== undefined) return tensor.cachedData;
      return (tensor.op as Op).compute(...tensor.inputs.map(realize));
    }`;
    const result = await gradeSource('realize', source);
    expect(result).toMatchObject({ status: 'failed', score: 12 });
    expect(result.message).toMatch(
      /^shared \(.*\): This law is broken: a shared node is visited once, not once for each path\.\n/,
    );
    expect(result.message).toContain('were computed');
  });

  it('sees recursion run out of stack', async () => {
    const source = `${imports}export function realize(tensor: Tensor): NDArray {
      tensor.cachedData ??= (tensor.op as Op).compute(...tensor.inputs.map(realize));
      return tensor.cachedData;
    }`;
    const result = await gradeSource('realize', source);
    expect(result).toMatchObject({ status: 'crashed', score: 16 });
    expect(result.message).toContain('It ran out of stack');
  });
});

it('no probe has the id of a law that is asked next to it', () => {
  for (const exercise of exercises) {
    const ids = [...lawsOf(exercise), ...probesOf(exercise)].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  }
});
