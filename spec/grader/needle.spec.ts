import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';

const folder = mkdtempSync(join(tmpdir(), 'needle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = ['python3', '/usr/bin/python3'].find(
  (each) => spawnSync(each, ['-c', 'import numpy']).status === 0,
);

const rule = 'return reshape(summation(out_grad, tuple(axes)), shape)';

/** A checkout in needle's layout, with this in the place of the gradient of broadcast_to. */
const checkout = (name: string, gradient = rule): string => changed(name, ['ops.py', rule, gradient]);

/** A checkout in which files of the package hold another text. */
function changed(name: string, ...changes: readonly (readonly [string, string, string])[]): string {
  const path = join(folder, name);
  cpSync('spec/fixtures/needle', path, { recursive: true });
  for (const [module, from, to] of changes) {
    const file = join(path, 'python/needle', module);
    const source = readFileSync(file, 'utf8');
    expect(source).toContain(from);
    writeFileSync(file, source.replace(from, to));
  }
  return path;
}

/** Put before the first op. */
const top = 'from .autograd import TensorOp\n';

const assignment = join(folder, 'assignment.json');
const exercise = { points: 5, ops: ['broadcast_to', 'summation', 'reshape'], without: ['no-axes', 'empty'] };
writeFileSync(
  assignment,
  JSON.stringify({
    version: 1,
    name: 'week-two',
    title: 'Shapes',
    over: 'adapter',
    exercises: [
      {
        ...exercise,
        id: 'broadcast',
        title: 'broadcast_to',
        ops: ['broadcast_to'],
        hints: ['Which entries were repeated?'],
      },
      { ...exercise, id: 'programs', title: 'Programs', programs: true },
      { ...exercise, id: 'matmul', title: 'matmul', ops: ['matmul'] },
      { ...exercise, id: 'pairs', title: 'Pairs', ops: ['add', 'power'], optional: ['power'] },
      {
        ...exercise,
        id: 'unseen',
        title: 'Unseen',
        ops: ['add', 'power'],
        optional: ['power'],
        hidden: ['power'],
      },
    ],
  }),
);

/** An op that some editions have, with this gradient. */
const withPower = (name: string, gradient: string): string =>
  changed(
    name,
    ['ops.py', '"summation"]', '"summation", "power"]'],
    [
      'ops.py',
      'def add(a, b)',
      `class EWisePow(TensorOp):
    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        ${gradient}


def power(a, b):
    return EWisePow()(a, b)


def add(a, b)`,
    ],
  );

async function graded(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(['grade', ...args], {
    log: (text) => out.push(text),
    error: (text) => err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const withAdapter = ['--with', `${python} adapters/python/needle_adapter.py {submission}`];
const over = ['--assignment', assignment, ...withAdapter];

describe('a checkout of needle', () => {
  it.skipIf(python === undefined)('that is right gets the points of what it has', async () => {
    const { out, code } = await graded(checkout('right'), ...over, '--runs', '10');
    expect(out).toMatch(/^broadcast +5 \/ 5 +✓ passed$/m);
    expect(out).toMatch(/^programs +5 \/ 5 +✓ passed$/m);
    expect(out).toMatch(/^matmul +0 \/ 5 +✗ not-implemented$/m);
    expect(out).toContain('Still to be written: there is no matmul.');
    expect(code).toBe(1);
  });

  it.skipIf(python === undefined)('may walk no more than two inputs of a node', async () => {
    const path = changed(
      'two-inputs',
      ['autograd.py', 'zip(node.inputs, parts', 'zip(node.inputs[:2], parts'],
      ['autograd.py', 'for x in node.inputs)', 'for x in node.inputs[:2])'],
    );
    const { out } = await graded(path, ...over, '--only', 'programs', '--runs', '20');
    expect(out).toMatch(/^programs +5 \/ 5 +✓ passed$/m);
  });

  it.skipIf(python === undefined)('finds what lies at its root, as under pytest', async () => {
    const path = changed('root', ['ops.py', top, `${top}from helpers.shapes import same\nimport own\n`]);
    mkdirSync(join(path, 'helpers'));
    writeFileSync(join(path, 'helpers/shapes.py'), 'same = lambda a, b: a.shape == b.shape\n');
    writeFileSync(join(path, 'own.py'), '');
    const { out } = await graded(path, ...over, '--only', 'broadcast', '--runs', '5');
    expect(out).toMatch(/^broadcast +5 \/ 5 +✓ passed$/m);
  });

  it.skipIf(python === undefined)('is not asked for an op that its edition does not have', async () => {
    const { out } = await graded(checkout('edition'), ...over, '--only', 'pairs', '--runs', '5');
    expect(out).toMatch(/^pairs +5 \/ 5 +✓ passed$/m);
    expect(out).toContain('Not asked: power (optional, not found in the submission).');
    const { out: other } = await graded(checkout('other'), ...over, '--only', 'pairs.add', '--runs', '5');
    expect(other).not.toContain('power');
    expect((await graded(checkout('named'), ...over, '--only', 'pairs.power')).out).toContain(
      'Still to be written: there is no power.',
    );
  });

  it.skipIf(python === undefined)('is not told that a hidden op is not there', async () => {
    const args = [checkout('unseen'), ...over, '--only', 'unseen', '--runs', '5'] as const;
    expect((await graded(...args)).out).not.toContain('power');
    expect((await graded(...args, '--reveal')).out).toContain('Not asked: power');
  });

  it.skipIf(python === undefined)(
    'is asked for an op that is not optional, also where it is not there',
    async () => {
      const gone = ['def add(a, b)', 'def plus(a, b)'] as const;
      const without = changed('without', ['ops.py', ...gone], ['ops.py', '"add", ', '']);
      const { out } = await graded(without, ...over, '--only', 'pairs', '--runs', '5');
      expect(out).toMatch(/^pairs +0 \/ 5 +✗ not-implemented$/m);
      expect(out).toContain('Still to be written: there is no add.');
    },
  );

  it.skipIf(python === undefined)(
    'is asked for one that it has, unless the course wrote its rule',
    async () => {
      const own = withPower('own-power', 'return out_grad, out_grad');
      const { out } = await graded(own, ...over, '--only', 'pairs', '--runs', '5');
      expect(out).toMatch(/^pairs +2\.5 \/ 5 +✗ failed$/m);
      const handed = withPower('handed-out', 'raise ValueError("Both inputs must be tensors (NDArray).")');
      expect((await graded(handed, ...over, '--only', 'pairs', '--runs', '5')).out).toMatch(
        /^pairs +5 \/ 5 +✓ passed$/m,
      );
    },
  );

  it.skipIf(python === undefined)(
    'is asked for the rows of matrices alone where it has no more',
    async () => {
      const path = changed(
        'rows',
        ['ops.py', '"summation"]', '"summation", "logsoftmax"]'],
        [
          'ops.py',
          'def add(a, b)',
          `class LogSoftmax(TensorOp):
    def compute(self, a):
        shifted = a - a.max(1, keepdims=True)
        return shifted - numpy.log(numpy.exp(shifted).sum(1, keepdims=True))

    def gradient(self, out_grad, node):
        from .autograd import Tensor
        share = numpy.exp(node.numpy()) * out_grad.numpy().sum(1, keepdims=True)
        return Tensor(out_grad.numpy() - share)


def logsoftmax(a):
    return LogSoftmax()(a)


def add(a, b)`,
        ],
      );
      const only = ['--only', 'stable.logsoftmax', '--runs', '5'] as const;
      const { out } = await graded(path, '--assignment', 'needle-hw2', ...only, ...withAdapter);
      expect(out).toMatch(/^stable +25 \/ 25 +✓ passed$/m);
    },
  );

  it.skipIf(python === undefined)('takes axes as tuples alone where its homework says so', async () => {
    const axes = ['ops.py', 'numpy.atleast_1d(self.axes)', 'self.axes'] as const;
    const only = ['--only', 'shapes.summation', '--runs', '20'] as const;
    const { out } = await graded(
      changed('tuples', axes),
      '--assignment',
      'needle-hw1',
      ...only,
      ...withAdapter,
    );
    expect(out).toMatch(/^shapes +7 \/ 7 +✓ passed$/m);
  });

  it.skipIf(python === undefined)('with a wrong broadcast_to loses them, and is shown why', async () => {
    const json = join(folder, 'wrong.json');
    const path = checkout('wrong', 'return broadcast_to(summation(out_grad), shape)');
    const { out } = await graded(path, ...over, '--only', 'broadcast', '--json', json);
    const [result] = JSON.parse(readFileSync(json, 'utf8')).exercises;
    expect(result).toMatchObject({ score: 0, status: 'failed', misconception: 'broadcast-sums-everything' });
    expect(result.message).toMatch(
      /^This law is broken: the vjp equals JᵀΔ\.\nGradient of input a, .*: expected \S+, got \S+ \(tolerance \S+\)\.\n\n\{ a:f32/,
    );
    expect(result.replay).toBe(
      `npx backproof replay .backproof/broadcast.json -- ${python} adapters/python/needle_adapter.py ${path}`,
    );
    expect(out).toContain('This looks like a known mistake, broadcast-sums-everything.');
  });

  it.skipIf(python === undefined)('with a stub is told what is still to be written', async () => {
    const { out } = await graded(
      checkout('stub', 'raise NotImplementedError()'),
      ...over,
      '--only',
      'broadcast',
    );
    expect(out).toMatch(/^broadcast +0 \/ 5 +✗ not-implemented$/m);
    expect(out).toContain('Still to be written: gradient in ops.py, line');
    expect(out).toContain('Hint 1 of 1: Which entries were repeated?');
  });

  it.skipIf(python === undefined)('that calls each case unsupported gets no points for that', async () => {
    const raises = "import backproof_adapter; raise backproof_adapter.Unsupported('I would rather not')";
    const { out } = await graded(checkout('silent', raises), ...over, '--only', 'broadcast', '--runs', '5');
    expect(out).toMatch(/^broadcast +0 \/ 5 +✗ crashed$/m);
    expect(out).toContain('It was not run, and a case without an answer is not passed: I would rather not.');
  });

  it.skipIf(python === undefined)('that cannot be imported says so', async () => {
    const path = join(folder, 'empty');
    mkdirSync(path);
    const { out } = await graded(path, ...over, '--only', 'broadcast');
    expect(out).toMatch(
      /The submission cannot be loaded\. The adapter did not answer "start": it exited with code 1\./,
    );
    expect(out).toContain(
      `There is no needle in ${path}: python/needle was expected there. Is it the root of a checkout?`,
    );
    expect(out).not.toContain('Traceback');
  });

  it.skipIf(python === undefined).each([
    ['matplotlib', 'pip install matplotlib'],
    ['tkinter', 'apt-get install python3-tk'],
  ])('that imports %s where it is missing says so, and what to do', async (module, how) => {
    const without = `${top}import sys; sys.modules["${module}"] = None\nimport ${module}\n`;
    const path = changed(`missing-${module}`, ['ops.py', top, without]);
    const { out } = await graded(path, ...over, '--only', 'broadcast');
    const file = join(path, 'python/needle/ops.py');
    expect(out).toContain(
      `The module ${module} is missing, which ${file}, line 7, imports. Install it where submissions are run (${how}), or correct its name.`,
    );
    expect(out).not.toContain('Traceback');
  });

  it.skipIf(python === undefined)('whose rule imports a module that is missing says so as well', async () => {
    const path = checkout('missing-later', 'import no_such_module.parts');
    const { out } = await graded(path, ...over, '--only', 'broadcast', '--runs', '5');
    expect(out).toContain('It threw ModuleNotFoundError: The module no_such_module is missing, which');
    expect(out).toContain('(pip install no_such_module), or correct its name.');
  });

  it('needs its adapter to be named', async () => {
    expect(await graded(folder, '--assignment', assignment)).toMatchObject({
      code: 2,
      err: 'week-two is graded over an adapter: give its command with --with COMMAND.\nSee: backproof grade --help',
    });
    expect((await graded(folder, '--assignment', assignment, '--with', 'python3 a.py')).err).toContain(
      '--with takes a command in which {submission} stands for the submission\'s folder, not "python3 a.py".',
    );
    expect((await graded(folder, '--with', 'python3 a.py {submission}')).err).toContain(
      '--with is for an assignment over an adapter, such as needle-hw1; the grader itself runs backproof.',
    );
  });
});
