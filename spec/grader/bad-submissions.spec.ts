import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { grade } from '../../src/grader/grade.js';
import type { ExerciseResult } from '../../src/grader/result.js';
import type { Limits } from '../../src/grader/sandbox.js';
import { altered, folderWith, gradeSource, solutionOf } from './submit.js';

const product = 'return [multiply(outGrad, b), multiply(outGrad, a)];';

/** The matmul exercise is the smallest: one op, and only its gradient differs. */
const matmulRule = /gradient\(outGrad: Tensor, node: Node<Two>\): Two \{[^}]*\}/;
const withRule = (body: string) =>
  solutionOf('matmul').replace(
    matmulRule,
    () => `gradient(outGrad: Tensor, node: Node<Two>): Two {\n    ${body}\n  }`,
  );
const gradeRule = (body: string, limits: Partial<Limits> = {}) =>
  gradeSource('matmul', withRule(body), limits);
const linesOf = ({ message }: ExerciseResult) => message.split('\n');

describe('a submission that cannot be run', () => {
  it('with a syntax error is reported with its place', async () => {
    const result = await gradeRule('return [outGrad b];');
    expect(result).toMatchObject({ status: 'crashed', score: 0, laws: [], replay: null });
    expect(result.message).toMatch(
      /^The file does not compile\.\nmatmul\/matmul\.ts:\d+:21: Expected "\]" but found "b"\n {2}\d+ │ {5}return \[outGrad b\];\n +│ +\^$/,
    );
  });

  it('without its file is reported with the name of the file', async () => {
    const submission = folderWith({ 'readme.txt': '' });
    const { exercises } = await grade({ submission, only: ['matmul', 'stable'] });
    expect(exercises.map(({ status }) => status)).toEqual(['missing', 'missing']);
    expect(exercises[0]?.message).toMatch(/^There is no file .*matmul\/matmul\.ts\.$/);
  });

  it('without an export is reported with its name', async () => {
    const result = await gradeSource(
      'matmul',
      altered('matmul', ['export function matmul', 'function matmul']),
    );
    expect(result.status).toBe('missing');
    expect(result.message).toBe(
      'matmul/matmul.ts does not export "matmul". Keep the names that the stub exports: the engine imports them.',
    );
  });

  it('that imports a name the engine does not have is reported with its place', async () => {
    const result = await gradeSource(
      'matmul',
      `import { magic } from 'backproof/engine';\nmagic();\n${solutionOf('matmul')}`,
    );
    expect(result.status).toBe('crashed');
    expect(linesOf(result)[1]).toBe(
      'matmul/matmul.ts:1:10: "magic" is not exported by the file it is imported from',
    );
  });

  it.each(['node:fs', 'fs', 'lodash', '/etc/passwd', 'backproof'])('may not import %s', async (name) => {
    const result = await gradeSource(
      'matmul',
      `import * as it from '${name}';\nit;\n${solutionOf('matmul')}`,
    );
    expect(linesOf(result)[1]).toBe(
      `matmul/matmul.ts:1:21: "${name}" cannot be imported; a submission imports backproof/engine and its own files`,
    );
  });

  it('may not import a file outside its folder, not even through a link', async () => {
    const folder = folderWith({
      'secret.ts': 'export const secret = 1;',
      'a/matmul/matmul.ts': `import { secret } from '../../secret.js';\n${solutionOf('matmul')}\nsecret;`,
      'b/matmul/matmul.ts': `import { secret } from './link.js';\n${solutionOf('matmul')}\nsecret;`,
    });
    symlinkSync(join(folder, 'secret.ts'), join(folder, 'b/matmul/link.ts'));
    for (const [submission, name] of [
      ['a', '../../secret.js'],
      ['b', './link.js'],
    ] as const) {
      const { exercises } = await grade({ submission: join(folder, submission), only: ['matmul'] });
      expect(exercises[0]?.message).toContain(
        `"${name}" lies outside the folder of the exercise and cannot be imported`,
      );
    }
  });

  it('that throws while it is loaded is reported with the place', async () => {
    const result = await gradeSource('matmul', `${solutionOf('matmul')}\nthrow new Error('at the top');`);
    expect(result.status).toBe('crashed');
    expect(result.message).toMatch(
      /^The file cannot be loaded\. It threw Error: at the top\n {2}at <anonymous> matmul\/matmul\.ts:\d+:7$/,
    );
  });

  it('that loops while it is loaded is stopped', async () => {
    const result = await gradeSource('matmul', `${solutionOf('matmul')}\nfor (;;);`, {
      startMilliseconds: 1_000,
    });
    expect(result.status).toBe('timeout');
    expect(result.message).toBe(
      'The file cannot be loaded. It gave no answer within 1 s. Is there a loop that does not end?',
    );
  });
});

describe('a gradient that', () => {
  it('throws is reported with what and where', async () => {
    const result = await gradeRule("throw new TypeError('no idea');");
    expect(result.status).toBe('crashed');
    expect(result.message).toMatch(
      /^left-adjoint \(the adjoint of the left matrix\): It threw TypeError: no idea\n {2}at MatMul\.gradient matmul\/matmul\.ts:\d+:11\n\n\{ a:f64/,
    );
  });

  it('returns the wrong number of adjoints', async () => {
    const result = await gradeRule('return [outGrad] as never;');
    expect(result.status).toBe('failed');
    expect(linesOf(result).slice(0, 2)).toEqual([
      "left-adjoint (the adjoint of the left matrix): This law is broken: every gradient has its input's shape and dtype.",
      'matmul: gradient must return an array of 2 tensors, one per input, but returned an array of 1',
    ]);
  });

  it('returns undefined', async () => {
    const result = await gradeRule('return undefined as never;');
    expect(result.status).toBe('failed');
    expect(linesOf(result)[1]).toBe(
      'matmul: gradient must return an array of 2 tensors, one per input, but returned undefined',
    );
  });

  it('returns raw arrays', async () => {
    const result = await gradeRule('return [[1, 2], [3]] as never;');
    expect(result.status).toBe('failed');
    expect(linesOf(result)[1]).toBe(
      'matmul: the gradient of input 0 must be a Tensor, but is an array of 2 numbers; build it with functions such as multiply(outGrad, …)',
    );
  });

  it('returns NaN', async () => {
    const result = await gradeSource(
      'elementwise',
      altered('elementwise', [product, 'return [mulScalar(outGrad, Number.NaN), outGrad];']),
    );
    expect(result).toMatchObject({ status: 'failed', score: 11 });
    expect(linesOf(result)[0]).toBe('multiply: This law is broken: the vjp equals JᵀΔ.');
    expect(linesOf(result)[1]).toMatch(
      /^Gradient of input a, for cotangent 0, entry .*: expected \S+, got NaN/,
    );
  });

  it('returns the wrong shape', async () => {
    const result = await gradeSource(
      'shape',
      altered('shape', [
        'return [reshape(summation(outGrad, repeated), x.shape)];',
        'return [summation(outGrad, repeated, true)];',
      ]),
    );
    expect(result).toMatchObject({ status: 'failed', score: 15 });
    expect(linesOf(result)[1]).toMatch(
      /^broadcast_to: the gradient of input 0 has shape \(.*\), but the input has shape \(.*\); a gradient has the shape of its input$/,
    );
  });

  it('loops for ever costs its own points only', async () => {
    const source = altered('elementwise', [product, 'for (;;);']);
    const result = await gradeSource('elementwise', source, { runMilliseconds: 1_000 });
    expect(result).toMatchObject({ status: 'timeout', score: 11 });
    expect(linesOf(result)[0]).toBe(
      'multiply: It gave no answer within 1 s. Is there a loop that does not end?',
    );
  });

  it('recurses for ever', async () => {
    const result = await gradeRule('return this.gradient(outGrad, node);');
    expect(result.status).toBe('crashed');
    expect(linesOf(result)[0]).toBe(
      'left-adjoint (the adjoint of the left matrix): It ran out of stack: a function calls itself without end, or once for each node of a long graph.',
    );
    expect(linesOf(result)[1]).toMatch(/^ {2}at MatMul\.gradient matmul\/matmul\.ts:\d+:\d+$/);
  });

  it('exits finds no process to exit', async () => {
    const result = await gradeRule('process.exit(0);');
    expect(result.status).toBe('crashed');
    expect(linesOf(result)[0]).toBe(
      'left-adjoint (the adjoint of the left matrix): It threw ReferenceError: process is not defined',
    );
  });

  it('fills the memory', async () => {
    const rule = 'const all: unknown[] = []; for (;;) all.push(new Array(1000).fill({}));';
    const result = await gradeRule(rule, { memoryMegabytes: 40, runMilliseconds: 20_000 });
    expect(result.status).toBe('crashed');
    expect(linesOf(result)[0]).toBe(
      'left-adjoint (the adjoint of the left matrix): The process of the submission ran out of memory.',
    );
  });

  it('fills the memory is not asked for the smallest case in which it does', async () => {
    const result = await gradeRule('const all = []; for (;;) all.push(new Uint8Array(50_000_000).fill(1));', {
      bufferMegabytes: 64,
      runMilliseconds: 20_000,
    });
    expect(result.status).toBe('crashed');
    expect(result.message).toMatch(/Array buffer allocation failed|ran out of memory/);
    expect(result.laws.map(({ id }) => id)).toEqual(['runs']);
  });

  it('prints is not disturbed, nor heard', async () => {
    const source = solutionOf('matmul').replace(matmulRule, (rule) =>
      rule.replace('{', '{ console.log(\'{"id":0}\');'),
    );
    expect(await gradeSource('matmul', source)).toMatchObject({ status: 'passed', score: 9, message: '' });
  });

  it('tries to reach files, processes and the network finds none', async () => {
    const result = await gradeRule(
      'throw new Error([typeof fetch, typeof WebSocket, typeof process, typeof WebAssembly].join());',
    );
    expect(linesOf(result)[0]).toBe(
      'left-adjoint (the adjoint of the left matrix): It threw Error: undefined,undefined,undefined,undefined',
    );
    const dynamic = await gradeRule("return import(['node', 'fs'].join(':')) as never;");
    expect(dynamic.score).toBe(0);
    const evaluated = await gradeRule("return eval('1');");
    expect(linesOf(evaluated)[0]).toBe(
      'left-adjoint (the adjoint of the left matrix): It threw EvalError: Code generation from strings disallowed for this context',
    );
  });
});

describe('a wrong gradient', () => {
  it('is shown with the case, what was expected, what came, a hint and the way to see it again', async () => {
    const result = await gradeRule(
      'return [matmul(outGrad, transpose(node.inputs[1])), matmul(transpose(node.inputs[0]), node)];',
    );
    expect(result).toMatchObject({ status: 'failed', score: 2.25, maxScore: 9, misconception: null });
    expect(result.message).toMatch(
      new RegExp(
        [
          '^right-adjoint \\(the adjoint of the right matrix\\): This law is broken: the vjp equals JᵀΔ\\.',
          'Gradient of input b, for cotangent 0, entry .*: expected .*, got .* \\(tolerance .*\\)\\.',
          '',
          '\\{ a:f64.* b:f64.*',
          '  c:f64.* = detach a',
          '  d:f64.* = matmul c b',
          '  return d \\}',
          'a = \\[.*\\]',
          'b = \\[.*\\]',
          'Δ = \\[.*\\]',
          'mode eager',
          '',
          'Also wrong: batch-axes, second-order\\.',
          '',
          'Hint 1 of 3: Take A of shape .*\\(More are in exercises/matmul/README\\.md\\.\\)',
          '',
          'Run this case again: npx backproof replay \\.backproof/matmul\\.json\n',
        ].join('\n'),
      ),
    );
  });
});

describe('a submission that prints more than anybody reads', () => {
  it('is graded by what it answers', async () => {
    const printed = "for (let i = 0; i < 40; i++) console.log('x'.repeat(100_000));";
    const { status } = await gradeRule(
      `${printed} const [a, b] = node.inputs; return [matmul(outGrad, transpose(b)), matmul(transpose(a), outGrad)];`,
    );
    expect(status).toBe('passed');
  });
});
