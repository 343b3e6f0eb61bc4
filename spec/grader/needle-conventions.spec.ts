/** Conventions are told over an adapter that traces, too, in a replay, and where credit is given by law. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import type { Assignment } from '../../src/grader/assignment/assignment.js';
import { parseAssignment } from '../../src/grader/assignment/parse.js';
import { grade } from '../../src/grader/grade.js';
import { checkoutIn, gradedOver, needleAdapter, opAdded, python } from './needle-checkout.js';
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

  it('a replay holds where the saved case names the convention, and is broken where it refuses it', async () => {
    const path = logWith('replayed', guarded);
    await gradedOver(path, log, { conventions: [] });
    const command = ['--', ...needleAdapter.replace('{submission}', path).split(' ')];
    await replaysBothWays(join(path, '.backproof/ops.json'), ['epsilon'], command);
  });
});

/** First as it was saved, with all conventions refused; then with these. */
async function replaysBothWays(
  file: string,
  conventions: readonly string[] | undefined,
  command: readonly string[],
) {
  const saved = JSON.parse(readFileSync(file, 'utf8'));
  expect(saved.conventions).toEqual([]);
  expect((await backproof('replay', file, ...command)).code).toBe(1);
  writeFileSync(file, JSON.stringify({ ...saved, conventions }));
  expect((await backproof('replay', file, ...command)).code).toBe(0);
}

describe('in TypeScript', () => {
  const rule = 'return [divide(outGrad, x)];';
  const guarded = 'divide(outGrad, addScalar(x, 1e-8))';
  const submitted = (returned: string) =>
    folderWith({ 'exponential/exponential.ts': altered('exponential', [rule, `return [${returned}];`]) });
  const assignmentOf = (more: object): Assignment => {
    const exercises = [{ id: 'exponential', points: 6, ops: ['log'], ...more }];
    const parsed = parseAssignment({ version: 1, name: 'hw', title: 'Homework', exercises });
    if (parsed.ok) return parsed.value;
    throw new Error(JSON.stringify(parsed.problems));
  };

  it('a replay holds unless the assignment refused the convention', async () => {
    const submission = submitted(guarded);
    const assignment = { ...assignmentOf({}), conventions: [] };
    await grade({ submission, assignment, replayFolder: submission });
    await replaysBothWays(join(submission, 'exponential.json'), undefined, []);
  });

  it('a law that a convention alone breaks keeps its credit next to one that is broken', async () => {
    const submission = submitted(`add(${guarded}, multiply(outGrad, add(x, negate(x.detach()))))`);
    const assignment = assignmentOf({ credit: { vjp: 4, second: 2 } });
    const scores = async (more: object) =>
      (await grade({ submission, assignment: { ...assignment, ...more }, saveNothing: true })).score;
    expect(await scores({})).toBe(4);
    expect(await scores({ conventions: [] })).toBe(0);
  });
});
