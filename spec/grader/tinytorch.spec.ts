import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';

const folder = mkdtempSync(join(tmpdir(), 'tinytorch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = ['python3', '/usr/bin/python3'].find(
  (each) => spawnSync(each, ['-c', 'import numpy']).status === 0,
);

/** A checkout in which the module of autograd holds another text. */
function checkout(name: string, from = '', to = ''): string {
  const path = join(folder, name);
  cpSync('spec/fixtures/tinytorch', path, { recursive: true });
  const file = join(path, 'src/06_autograd/06_autograd.py');
  const source = readFileSync(file, 'utf8');
  expect(source).toContain(from);
  writeFileSync(file, source.replace(from, to));
  return path;
}

async function graded(path: string, only: string, modules: string) {
  const out: string[] = [];
  const output = { log: (text: string) => out.push(text), error: (text: string) => out.push(text) };
  const adapter = `${python} adapters/python/tinytorch_adapter.py {submission} ${modules}`;
  await run(
    ['grade', path, '--assignment', 'tinytorch', '--only', only, '--runs', '10', '--with', adapter],
    output,
  );
  return out.join('\n');
}

describe.skipIf(python === undefined)('a checkout of TinyTorch', () => {
  it('is read from the exported cells of its modules, and graded', async () => {
    expect(await graded(checkout('right'), 'sum', 'src')).toMatch(/^sum +5 \/ 5 +✓ passed$/m);
  });

  it('loses the points of a sum whose gradient is not given its axis back', async () => {
    const path = checkout('wrong', 'if self.axis is not None and not self.keepdims', 'if False');
    const out = await graded(path, 'sum', 'src');
    expect(out).toMatch(/^sum +0 \/ 5 +✗ (failed|crashed)/m);
    expect(out).toContain('Hint 1 of 1: Give grad_output its summed axes back');
  });

  it('is told what is still to be written: a function without a body, or a module', async () => {
    const path = checkout('stub', '    return result\n', '');
    expect(await graded(path, 'sum', 'src')).toContain('Still to be written: what returns nothing so far.');
    expect(await graded(path, 'losses', 'src')).toContain('Still to be written: there is no cross_entropy.');
  });

  it('whose modules were not exported is told how, if no folder of modules is named', async () => {
    const path = join(folder, 'right');
    mkdirSync(path, { recursive: true });
    expect(await graded(path, 'sum', '')).toContain('export the module (tito module complete)');
  });
});
