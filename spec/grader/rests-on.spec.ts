import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAssignment } from '../../src/grader/assignment/parse.js';
import { grade } from '../../src/grader/grade.js';
import type { ExerciseResult, PartReport } from '../../src/grader/result.js';

const folder = mkdtempSync(join(tmpdir(), 'rests-on-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = ['python3', '/usr/bin/python3'].find(
  (each) => spawnSync(each, ['-c', 'import numpy']).status === 0,
);

/** Ops that the fixture lacks. */
const more = `

class Multiply(TensorOp):
    def compute(self, a, b):
        return a * b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return multiply(out_grad, b), multiply(out_grad, a)


class Divide(TensorOp):
    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return divide(out_grad, b), negate(divide(multiply(out_grad, node), b))


class Log(TensorOp):
    def compute(self, a):
        return numpy.log(a)

    def gradient(self, out_grad, node):
        return divide(out_grad, node.inputs[0])


def multiply(a, b):
    return Multiply()(a, b)


def divide(a, b):
    return Divide()(a, b)


def log(a):
    return Log()(a)
`;

type Change = readonly [file: 'ops' | 'autograd', from: string, to: string];

/** A checkout with all these ops, and these texts replaced. */
function checkout(name: string, ...changes: readonly Change[]): string {
  const path = join(folder, name);
  cpSync('spec/fixtures/needle', path, { recursive: true });
  const ops = join(path, 'python/needle/ops.py');
  const source = readFileSync(ops, 'utf8').replace(
    '"summation"]',
    '"summation", "multiply", "divide", "log"]',
  );
  writeFileSync(ops, source + more);
  for (const [module, from, to] of changes) {
    const file = join(path, `python/needle/${module}.py`);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
  }
  return path;
}

const own = ['add', 'negate', 'multiply', 'divide', 'log', 'broadcast_to', 'summation', 'reshape'];
const parsed = parseAssignment({
  version: 1,
  name: 'needle',
  title: 'Ops and programs',
  over: 'adapter',
  exercises: [
    { id: 'ops', title: 'Ops', points: 8, ops: own, without: ['no-axes', 'empty'] },
    {
      id: 'programs',
      title: 'Programs',
      points: 10,
      programs: true,
      ops: ['add', 'multiply', 'negate', 'divide'],
      without: ['no-axes', 'empty'],
    },
  ],
});
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const assignment = parsed.value;

async function graded(submission: string, ...only: readonly string[]): Promise<readonly ExerciseResult[]> {
  const text = `${python} adapters/python/needle_adapter.py {submission}`;
  const { exercises } = await grade({
    submission,
    assignment,
    adapter: { text, folder: process.cwd() },
    ...(only.length > 0 && { only }),
    runs: 12,
    replayFolder: join(submission, '.backproof'),
  });
  return exercises;
}

/** The parts that lost their points, and what the others rest on. */
function standing({ parts }: ExerciseResult) {
  const lost = parts.filter(({ score, maxScore }) => score < maxScore).map(({ name }) => name);
  const rests = parts.filter(({ restsOn }) => restsOn.length > 0);
  return { lost, rests: Object.fromEntries(rests.map(({ name, restsOn }: PartReport) => [name, restsOn])) };
}

const wrongDivide: Change = [
  'ops',
  'return divide(out_grad, b), negate(divide(multiply(out_grad, node), b))',
  'return divide(out_grad, b), divide(multiply(out_grad, node), b)',
];

describe.skipIf(python === undefined)('an op whose rule is right', () => {
  it('earns its points where nothing is wrong, and rests on nothing', async () => {
    const [ops, programs] = await graded(checkout('right'));
    expect(ops && standing(ops)).toEqual({ lost: [], rests: {} });
    expect(programs).toMatchObject({ score: 10, status: 'passed' });
  });

  it('is not blamed for its second order through a wrong divide, nor are programs', async () => {
    const [ops, programs] = await graded(checkout('divide', wrongDivide));
    expect(ops && standing(ops)).toEqual({ lost: ['divide'], rests: { log: ['divide'] } });
    expect(ops).toMatchObject({ score: 7, status: 'failed' });
    expect(ops?.message).toMatch(/^divide: This law is broken/);
    expect(ops?.message).toContain(
      'log: Not blamed: it rests on divide, which is wrong; without that, every law holds.',
    );
    expect(programs).toMatchObject({ score: 10, status: 'passed' });
    expect(programs && standing(programs)).toEqual({ lost: [], rests: { programs: ['divide'] } });
  });

  it('is not blamed for what another op computes, even where that op is never asked for it', async () => {
    const sums = [
      'ops',
      'return numpy.sum(a, axis=self.axes)',
      'return numpy.sum(a, axis=self.axes or None)',
    ] as const;
    const [ops] = await graded(checkout('summation', sums), 'ops');
    expect(ops && standing(ops).rests).toEqual({ broadcast_to: ['summation'] });
    // Its own second order may meet what the course does not ask it for.
    expect(ops && standing(ops).lost.filter((name) => name !== 'summation')).toEqual([]);
  });

  it('is not blamed for the engine', async () => {
    const overwrites = [
      'autograd',
      'adjoints[id(x)] = adjoints[id(x)] + part if id(x) in adjoints else part',
      'adjoints[id(x)] = part',
    ] as const;
    const [ops, programs] = await graded(checkout('engine', overwrites));
    expect(ops && standing(ops).lost).toEqual([]);
    expect(ops && standing(ops).rests).toMatchObject({ multiply: ['the engine'], divide: ['the engine'] });
    expect(programs).toMatchObject({ score: 0, status: 'failed' });
  });
});

describe.skipIf(python === undefined)('an op whose rule is wrong', () => {
  const lost = async (name: string, ...changes: readonly Change[]) => {
    const [ops] = await graded(checkout(name, ...changes), 'ops');
    return ops && standing(ops);
  };

  it('stays blamed next to another wrong op that it uses', async () => {
    const wrongLog = [
      'ops',
      'return divide(out_grad, node.inputs[0])',
      'return divide(node, node.inputs[0])',
    ] as const;
    expect(await lost('both', wrongDivide, wrongLog)).toEqual({ lost: ['divide', 'log'], rests: {} });
  });

  it('stays blamed where it changes numbers behind a right graph', async () => {
    const behind = [
      'ops',
      'return divide(out_grad, node.inputs[0])',
      'g = divide(out_grad, node.inputs[0]); g.cached_data *= 2; return g',
    ] as const;
    expect(await lost('behind', wrongDivide, behind)).toEqual({ lost: ['divide', 'log'], rests: {} });
    expect(await lost('behind alone', behind)).toEqual({ lost: ['log'], rests: {} });
  });
});

describe.skipIf(python === undefined)('programs', () => {
  it('stay blamed for an engine that is wrong where a wrong op is', async () => {
    const slips = [
      'autograd',
      'parts = node.op.gradient(node.grad, node)',
      `parts = node.op.gradient(node.grad, node)
            names = [type(each.op).__name__ for each in topological_order(self)]
            if "Divide" in names and type(node.op).__name__ == "Add":
                parts = (parts[0], parts[1] + parts[1])`,
    ] as const;
    const [, programs] = await graded(checkout('hidden', wrongDivide, slips));
    expect(programs).toMatchObject({ score: 0, status: 'failed' });
  });
});
