/** Rules in checkouts of needle, in forms that right and wrong solutions have. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultRuns, defaultSeed } from '../../src/grader/options.js';
import type { ExerciseResult } from '../../src/grader/result.js';
import { type Change, checkoutIn, gradedOver, opAdded, python } from './needle-checkout.js';

const folder = mkdtempSync(join(tmpdir(), 'needle-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const restsOf = ({ parts }: ExerciseResult) =>
  Object.fromEntries(parts.map(({ name, restsOn }) => [name, restsOn]));

describe.skipIf(python === undefined)('a right rule of broadcast_to above a wrong summation', () => {
  const wrongSums = [
    'ops.py',
    'return numpy.sum(a, axis=self.axes)',
    'return numpy.sum(a, axis=self.axes) * (1 if numpy.size(self.axes) else 2)',
  ] as const;
  it.each([
    ['leaves a size to reshape', 'reshape(summation(out_grad, tuple(axes)), (-1,) + shape[1:])'],
    [
      'holds a number of NumPy as an axis',
      'reshape(summation(out_grad, numpy.int64(axes[0]) if len(axes) == 1 else tuple(axes)), shape)',
    ],
  ])('is traced and not blamed where it %s', async (name, returned) => {
    const rule = [
      'ops.py',
      'return reshape(summation(out_grad, tuple(axes)), shape)',
      `return ${returned}`,
    ] as const;
    const result = await gradedOver(checkoutIn(folder, name, wrongSums, rule), { ops: ['broadcast_to'] });
    expect(restsOf(result)).toEqual({ broadcast_to: ['summation'] });
    expect(result).toMatchObject({ score: 6, status: 'passed' });
  });
});

describe.skipIf(python === undefined)('a rule that is wrong for one node twice', () => {
  const right = {
    add: 'out_grad, out_grad',
    divide: 'divide(out_grad, b), negate(divide(multiply(out_grad, node), b))',
  };
  it.each(['add', 'divide'] as const)('is shown on it: %s', async (op) => {
    const second = op === 'add' ? 'negate(out_grad)' : 'out_grad';
    const twice = `a, b = node.inputs; return (out_grad, ${second}) if a is b else (${right[op]})`;
    const changes =
      op === 'add'
        ? [['ops.py', 'return out_grad, out_grad', twice] as const]
        : [
            ...opAdded(
              'multiply',
              'a, b',
              'a * b',
              'a, b = node.inputs; return multiply(out_grad, b), multiply(out_grad, a)',
            ),
            ...opAdded('divide', 'a, b', 'a / b', twice),
          ];
    const result = await gradedOver(checkoutIn(folder, `twice-${op}`, ...changes), { ops: [op] });
    expect(result.status).toBe('failed');
    expect(result.message).toContain(`${op} a a`);
  });
});

describe.skipIf(python === undefined)('an empty list of axes', () => {
  const ofAll = [
    ['ops.py', 'axis=self.axes)', 'axis=None if self.axes == () else self.axes)'],
    ['ops.py', 'tuple(axes)), shape)', 'tuple(axes)) if axes else out_grad, shape)'],
  ] as const;
  const graded = (name: string, more: object, ...changes: readonly Change[]) =>
    gradedOver(checkoutIn(folder, name, ...changes), { ops: ['summation'], ...more }, { runs: 60 });

  it('is not asked of a summation, unless the assignment says that it reduces nothing', async () => {
    expect(await graded('all', {}, ...ofAll)).toMatchObject({ score: 6, status: 'passed' });
    const asked = await graded('all-asked', { emptyAxes: true }, ...ofAll);
    expect(asked).toMatchObject({ score: 0, status: 'failed' });
    expect(asked.message).toContain('axes=()');
    expect(await graded('none-asked', { emptyAxes: true })).toMatchObject({ score: 6, status: 'passed' });
  });
});

const transposed = 'numpy.swapaxes(a, -1, -2)';
const sumsOfBatches = `def to(g, x):
            added = len(g.shape) - len(x.shape)
            axes = [at for at in range(len(g.shape)) if at < added or x.shape[at - added] != g.shape[at]]
            return reshape(summation(g, tuple(axes)), x.shape) if axes else g
        a, b = node.inputs
        return to(matmul(out_grad, transpose(b)), a), to(matmul(transpose(a), out_grad), b)`;
const forgets = 'a, b = node.inputs; return matmul(out_grad, transpose(b)), matmul(transpose(a), out_grad)';

describe.skipIf(python === undefined)('matmul of needle, whose operands may have other batch axes', () => {
  const transpose = opAdded('transpose', 'a', transposed, 'return transpose(out_grad)');
  const matmulWith = (name: string, rule: string) =>
    checkoutIn(folder, name, ...transpose, ...opAdded('matmul', 'a, b', 'a @ b', rule));
  const hw1 = { ops: ['matmul'], without: ['empty', 'stretched-axis', 'mutual-broadcast'] };
  const seeds = [defaultSeed, 2, 3, 4, 5];
  const ofRuns = (seed: number) => ({ seed, runs: defaultRuns });

  it.each(seeds)('is right where it sums over the axes that were repeated (seed %i)', async (seed) => {
    const result = await gradedOver(matmulWith(`sums-${seed}`, sumsOfBatches), hw1, ofRuns(seed));
    expect(result).toMatchObject({ score: 6, status: 'passed' });
  });

  const forgetting = ['a', 'either'].flatMap((of) => seeds.map((seed) => [of, seed] as const));
  it.each(forgetting)('is caught where it forgets to for %s (seed %i)', async (of, seed) => {
    const left = 'matmul(out_grad, transpose(b))';
    const rule = of === 'either' ? forgets : sumsOfBatches.replace(`to(${left}, a)`, left);
    const result = await gradedOver(matmulWith(`forgets-${of}-${seed}`, rule), hw1, ofRuns(seed));
    expect(result).toMatchObject({ score: 0, status: 'failed' });
    expect(result.message).toMatch(/^This law is broken: every gradient has its input's shape and dtype\./);
  });
});

describe.skipIf(python === undefined)('a rule that is right for the first case of its process alone', () => {
  it('is said to depend on the case before', async () => {
    const leaking =
      'node.op.__class__.ran = getattr(node.op, "ran", 0) + 1; return negate(out_grad) if node.op.ran < 2 else out_grad';
    const change = ['ops.py', 'return negate(out_grad)', leaking] as const;
    const result = await gradedOver(checkoutIn(folder, 'leaking', change), { ops: ['negate'], order: 1 });
    expect(result.status).toBe('failed');
    expect(result.message).toContain('the answer depends on what ran before it.');
  });
});
