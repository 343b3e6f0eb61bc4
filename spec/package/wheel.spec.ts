/** The Python kits as `npm run wheel` builds them, installed into an environment of their own. No network. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const python = ['python3', '/usr/bin/python3'].find(
  (each) => spawnSync(each, ['-c', 'import setuptools, wheel, pip, venv, pytest, numpy']).status === 0,
);
const script = resolve('scripts/wheel.sh');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wheel-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const backproof = `${process.execPath} ${resolve('bin/backproof.js')}`;

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, printed: stdout + stderr };
}

describe.skipIf(python === undefined)('the wheel', () => {
  let installed: string;
  beforeAll(() => {
    execFileSync(script, [folder], { env: { ...process.env, PYTHON: python } });
    // Of the system: pytest and NumPy, which this environment would fetch.
    run(python ?? '', ['-m', 'venv', '--without-pip', '--system-site-packages', 'environment']);
    installed = join(folder, 'environment', 'bin', 'python');
  });

  it('has the version of the package, and is installed by pip', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const wheel = `./backproof-${version}-py3-none-any.whl`;
    const { status, printed } = run(installed, ['-m', 'pip', 'install', '--no-index', '--no-deps', wheel]);
    expect(printed).toContain(`Successfully installed backproof-${version}`);
    expect(status).toBe(0);
  });

  it('has the kit that an adapter imports', () => {
    const adapter = [installed, resolve('examples/maintainer-python/adapter.py')];
    const oracle = [resolve('bin/backproof.js'), 'oracle', '--ops', 'exp', '--runs', '5'];
    const { status, printed } = run(process.execPath, [...oracle, '--', ...adapter], { PYTHONPATH: '' });
    expect(printed).toContain('arrays 1.2, float64, eager, seed 1');
    expect(status).toBe(0);
  });

  it('gives pytest its fixture, without a conftest.py', () => {
    writeFileSync(
      join(folder, 'test_cube.py'),
      `def test_cube(backproof):\n    backproof.gradcheck(lambda x: x**3, [2.0], vjp=lambda x, dy: 2 * x * x * dy)\n`,
    );
    const { printed } = run(installed, ['-m', 'pytest', '-q', 'test_cube.py'], {
      PYTHONPATH: '',
      BACKPROOF: backproof,
    });
    expect(printed).toContain('This law is broken: the vjp equals JᵀΔ.');
    expect(printed).toContain('expected 12, got 8');
  });
});

it('where something is missing that builds it, a sentence says what installs it', () => {
  const bare = join(folder, 'python3');
  writeFileSync(bare, '#!/bin/sh\nexit 1\n');
  chmodSync(bare, 0o755);
  const { status, printed } = run(script, [folder], { PYTHON: bare });
  expect(printed).toMatch(
    /^npm run wheel needs pip, setuptools and wheel, and .* lacks one of them\.\nInstall them: apt-get/,
  );
  expect(status).toBe(1);
});
