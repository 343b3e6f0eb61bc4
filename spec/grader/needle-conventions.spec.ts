/** Conventions are told over an adapter that traces, too, in a replay, and where credit is given by law. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { wholeCourse } from '../../src/grader/assignment/assignment.js';
import { parseAssignment } from '../../src/grader/assignment/parse.js';
import { grade } from '../../src/grader/grade.js';
import { checkoutIn, gradedOver, opAdded, python } from './needle-checkout.js';
import { altered, folderWith } from './submit.js';

const folder = mkdtempSync(join(tmpdir(), 'needle-conventions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function backproof(...args: readonly string[]) {
  const out: string[] = [];
  const print = { log: (text: string) => out.push(text), error: (text: string) => out.push(text) };
  return { code: await run(args, print), out: out.join('\n') };
}

const product = opAdded(
  'multiply',
  'a, b',
  'a * b',
  'a, b = node.inputs; return multiply(out_grad, b), multiply(out_grad, a)',
);
const quotient = opAdded(
  'divide',
  'a, b',
  'a / b',
  'a, b = node.inputs; return divide(out_grad, b), negate(divide(multiply(out_grad, node), b))',
);
const shifted = [
  ...opAdded('add_scalar', 'a, scalar', 'a + self.scalar', 'return out_grad'),
  ['ops.py', 'Own_add_scalar()(a, scalar)', 'Own_add_scalar(scalar)(a)'],
  [
    'ops.py',
    'class Own_add_scalar(TensorOp):',
    'class Own_add_scalar(TensorOp):\n    def __init__(self, scalar):\n        self.scalar = scalar\n',
  ],
  ['ops.py', 'compute(self, a, scalar)', 'compute(self, a)'],
] as const;
const logWith = (name: string, rule: string) =>
  checkoutIn(
    folder,
    name,
    ...product,
    ...quotient,
    ...shifted,
    ...opAdded('log', 'a', 'numpy.log(a)', `x = node.inputs[0]; return ${rule}`),
  );

describe.skipIf(python === undefined)('over an adapter', () => {
  const guarded = 'divide(out_grad, add_scalar(x, 1e-7))';
  const log = { ops: ['log'] };

  it('an ε that guards costs no points, unless the assignment refuses it', async () => {
    const result = await gradedOver(logWith('guarded', guarded), log);
    expect(result).toMatchObject({ score: 6, status: 'passed' });
    expect(result.parts[0]?.conventions).toEqual(['epsilon']);
    expect(await gradedOver(logWith('refused', guarded), log, { conventions: [] })).toMatchObject({
      score: 0,
      status: 'failed',
    });
  });
});
