/** adapters/python/backproof.py: one file, standard library alone, that starts the oracle itself. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';

const folder = resolve('adapters/python');
const fixture = resolve('spec/fixtures/python/functions.py');

const works = (python: string, ...args: readonly string[]): boolean =>
  spawnSync(python, args, { stdio: 'ignore' }).status === 0;
const withTorch = ['/usr/bin/python3', 'python3'].find((python) => works(python, '-c', 'import torch'));

const python = (code: string, program = 'python3'): string =>
  execFileSync(program, ['-c', `import sys\nsys.path.insert(0, ${JSON.stringify(folder)})\n${code}`], {
    encoding: 'utf8',
  });

describe.skipIf(!works('python3', '--version'))('gradcheck', () => {
  let lines = '';
  beforeAll(() => {
    lines = execFileSync('python3', [fixture, folder, 'check'], { encoding: 'utf8' });
  });

  it('takes descriptions and samples, fixed values and labels', () => {
    expect(lines).toContain(
      'The gradient of square is right: 20 cases, laws form, vjp, linear, pure; seed 1.',
    );
    expect(lines).toContain('The gradient of exp is right: 1 case');
    expect(lines).toContain('The gradient of <lambda> is right: 1 case');
    expect(lines).toContain('The gradient of picked is right: 20 cases');
  });

  it('takes a definition as an expression, whose truth is known to the last digits', () => {
    expect(lines).toContain('The gradient of square is right: 20 cases, laws value, form, vjp');
    expect(lines).toContain('gradient of input x, for cotangent 0, entry [0]: expected 4, got 3.999999998');
    expect(lines).toContain('The expression "sqr(x)" has "sqr"; the operators are');
  });

  it('asks for second order by differences where no library differentiates the gradient', () => {
    expect(lines).toMatch(/The gradient of square is right: 5 cases, .* symmetric; seed 1\./);
    expect(lines).toContain(
      'The gradient of <lambda> is wrong. This law is broken: second order is symmetric',
    );
  });

  it('holds a jvp and a vjp of batches to the gradient', () => {
    expect(lines).toContain('5 cases, laws form, vjp, linear, pure, jvp, transposed, batched; seed 1.');
    expect(lines).toMatch(/broken: the jvp equals Jv\.\nJv, entry \[0\]: expected -4, got -2 /);
    expect(lines).toContain('in a batch of all cotangents, cotangent 0 has another vjp than alone');
    expect(lines).toContain('expected gradients with an axis of 4 in front, as the cotangents have; got the');
  });

  it('shows the smallest case of what is wrong', () => {
    expect(lines).toMatch(
      /The gradient of square is wrong\. This law is broken: the vjp equals JᵀΔ\.\ngradient of input x, for cotangent 0, entry \[0\]: expected 2, got 1 .*\n\nx = \[1\]\nΔ0 = \[1\]\n/,
    );
    expect(lines).toContain('x was changed in place by the run; compute into new arrays');
    expect(lines).toContain('threw ZeroDivisionError');
  });

  describe('says in a sentence', () => {
    const error = (env: Readonly<Record<string, string>>, args: readonly string[] = [folder, 'start']) =>
      spawnSync('python3', [fixture, ...args], { encoding: 'utf8', env: { ...process.env, ...env } }).stderr;

    it('that the command of BACKPROOF is missing', () => {
      expect(error({ BACKPROOF: '/no/such' })).toMatch(
        /OracleError: \/no\/such cannot be started: No such file or directory\. Install it with npm/,
      );
    });

    it('that the version is too old', () => {
      const old = `sh -c 'echo There is no command \\"function\\". >&2; exit 2'`;
      expect(error({ BACKPROOF: old })).toContain(
        'is too old: it has no command `function`. Update it: npm install',
      );
    });

    it('that there is no node', () => {
      const path = mkdtempSync(join(tmpdir(), 'no-node-'));
      const program = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
        encoding: 'utf8',
      });
      const { stderr } = spawnSync(program.trim(), [fixture, folder, 'start'], {
        encoding: 'utf8',
        env: { PATH: path },
      });
      rmSync(path, { recursive: true });
      expect(stderr).toContain('There is no node, which backproof runs on: install Node.js 20 or later');
    });

    it('that nothing differentiates the function', () => {
      expect(() => python('import backproof\nbackproof.gradcheck(abs, [1.0])')).toThrow(
        'give the gradient as vjp=…, or import torch or JAX',
      );
    });
  });
});

describe.skipIf(!works('python3', '--version'))('registered functions', () => {
  it('are listed and shrunk by the oracle like ops', async () => {
    const out: string[] = [];
    const home = process.cwd();
    const empty = mkdtempSync(join(tmpdir(), 'registered-'));
    process.chdir(empty);
    const code = await run(
      ['oracle', '--runs', '10', '--validate', '--', 'python3', fixture, folder, 'serve'],
      {
        log: (text) => out.push(text),
        error: (text) => out.push(text),
      },
    );
    process.chdir(home);
    rmSync(empty, { recursive: true });
    expect(code).toBe(1);
    expect(out.join('\n')).toMatch(/^square +✓ 10 /m);
    expect(out.join('\n')).toMatch(/halved: This law is broken: [\s\S]*x = \[1\]\nΔ0 = \[1\]\n/);
    expect(out.join('\n')).toMatch(
      /nearly: This law is broken: .*\ngradient of input x, .* expected 2, got 2\.000000001 /,
    );
  });
});

describe.skipIf(!works('python3', '-c', 'import pytest'))('the fixture for pytest', () => {
  let tests: string;
  beforeAll(() => {
    tests = mkdtempSync(join(tmpdir(), 'pytest-'));
    copyFileSync(join(folder, 'backproof.py'), join(tests, 'backproof.py'));
    writeFileSync(join(tests, 'conftest.py'), 'pytest_plugins = ["backproof"]\n');
    writeFileSync(
      join(tests, 'test_cube.py'),
      `def test_cube(backproof):\n    backproof.gradcheck(lambda x: x**3, [2.0], vjp=lambda x, dy: 2 * x * x * dy)\n`,
    );
  });
  afterAll(() => rmSync(tests, { recursive: true }));

  it('fails a test in our words', () => {
    const env = { ...process.env, BACKPROOF: `${process.execPath} ${resolve('bin/backproof.js')}` };
    const { stdout } = spawnSync('python3', ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], {
      cwd: tests,
      encoding: 'utf8',
      env,
    });
    expect(stdout).toContain(
      'AssertionError: The gradient of <lambda> is wrong. This law is broken: the vjp equals JᵀΔ.',
    );
    expect(stdout).toContain('expected 12, got 8');
    // What to call again is Python, and pytest shows the test's own lines, not the helper's.
    expect(stdout).toMatch(/To run this one again: gradcheck\(…, seed=1, path="[\d:]+"\)\.$/m);
    expect(stdout).toMatch(/^test_cube\.py:2: AssertionError$/m);
  });
});

describe.skipIf(withTorch === undefined)('gradcheck with torch', () => {
  it('takes autograd.Function, modules and closures, and tensors of integers as they are', () => {
    const lines = python(
      `
import torch, backproof
class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, dy):
        return ctx.saved_tensors[0] * dy
try:
    backproof.gradcheck(Wrong, [{"shape": ["n"]}])
except AssertionError as error:
    print(error)
x = torch.tensor([[1.5, -2.0], [0.5, 1.0]], dtype=torch.float64, requires_grad=True)
print(backproof.gradcheck(torch.nn.functional.cross_entropy, [x, torch.tensor([1, 0])]))
print(backproof.gradcheck(torch.nn.Linear(2, 3).double(), [x]))
print(backproof.gradcheck(lambda x: torch.sort(x, 1), [x]))
print(backproof.gradcheck(torch.tanh, [x], jvp=True, vmap=True))
class Square(torch.autograd.Function):
    forward = Wrong.forward
    backward = staticmethod(lambda ctx, dy: 2 * ctx.saved_tensors[0] * dy)
print(backproof.gradcheck(Square, [x], jvp=True))
`,
      withTorch,
    );
    expect(lines).toMatch(/^The gradient of Wrong is wrong\.[\s\S]*x = \[1\]\n/);
    expect(lines).toContain('The gradient of cross_entropy is right');
    expect(lines).toContain('The gradient of Linear is right');
    expect(lines).toContain('The gradient of <lambda> is right');
    expect(lines).toContain(
      'The gradient of tanh is right: 1 case, laws form, vjp, linear, pure, jvp, transposed, batched;',
    );
    expect(lines).toContain(
      'The gradient of Square is right: 1 case, laws form, vjp, linear, pure, not supported: jvp;',
    );
  });

  it('checks the gradient of the gradient where order is 2', () => {
    const lines = python(
      `
import torch, backproof
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3
    @staticmethod
    def backward(ctx, dy):
        return 3 * ctx.saved_tensors[0].detach() ** 2 * dy
x = torch.tensor([1.5, -2.0], dtype=torch.float64)
print(backproof.gradcheck(lambda x, n: x**n, [x, {"fixed": 3}], order=2))
print(backproof.gradcheck(Cube, [x]))
try:
    backproof.gradcheck(Cube, [x], order=2)
except AssertionError as error:
    print(error)
`,
      withTorch,
    );
    expect(lines).toContain('The gradient of the gradient of <lambda> is right');
    expect(lines).toContain('The gradient of Cube is right');
    expect(lines).toContain('The gradient of the gradient of Cube is wrong');
  });
});
