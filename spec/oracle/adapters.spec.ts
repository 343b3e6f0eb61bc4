import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import type { OracleReport } from '../../src/oracle/index.js';

const home = process.cwd();
const engine = [join(home, 'node_modules/.bin/tsx'), resolve('adapters/javascript/backproof-engine.ts')];
const torch = ['/usr/bin/python3', resolve('adapters/python/torch_adapter.py')];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oracle-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function reportOf(command: readonly string[], ...options: readonly string[]): Promise<OracleReport> {
  const out: string[] = [];
  const print = { log: (text: string) => out.push(text), error: (text: string) => out.push(text) };
  await run(
    ['oracle', '--runs', '20', '--validate', '--format', 'json', ...options, '--', ...command],
    print,
  );
  return JSON.parse(out.join('\n')) as OracleReport;
}

describe.each(['float64', 'float32'])('in %s', (dtype) => {
  it('our own engine agrees with the reference over the wire, every op and mode', async () => {
    const { summary, failures, matrix } = await reportOf(engine, '--dtype', dtype);
    expect(failures).toEqual([]);
    expect(summary).toMatchObject({ disagree: 0, unsupported: 0, crashed: 0, timeout: 0 });
    expect(matrix.programs?.modes?.agree).toBeGreaterThan(0);
  });

  it.skipIf(!hasTorch())(
    'torch agrees, but for the second order of power where the exponent is zero',
    async () => {
      const { failures, summary } = await reportOf(torch, '--dtype', dtype, '--runs', '40');
      expect(summary).toMatchObject({ crashed: 0, timeout: 0 });
      expect(failures.filter(({ op }) => op !== 'power')).toEqual([]);
    },
  );
});

it.skipIf(!hasTorch())('torch loses ∂²(a^b)/∂a∂b = a^(b-1) + … at b = 0', async () => {
  const { failures } = await reportOf(torch, '--ops', 'power', '--runs', '200');
  expect(failures.map(({ law }) => law)).toEqual(['second', 'symmetric']);
});

it.skipIf(!hasTorch())('the adapter in docs/adapters.md agrees, too', async () => {
  const [, code = ''] =
    /```python\n(import torch\n.*?)```/s.exec(readFileSync(join(home, 'docs/adapters.md'), 'utf8')) ?? [];
  copyFileSync(join(home, 'adapters/python/backproof_adapter.py'), 'backproof_adapter.py');
  writeFileSync('documented.py', code);
  const { failures, summary } = await reportOf(['/usr/bin/python3', 'documented.py']);
  expect(failures).toEqual([]);
  expect(summary.agree).toBeGreaterThan(0);
});

/** Debian's python3-torch, or another. */
function hasTorch(): boolean {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import torch'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
