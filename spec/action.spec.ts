import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const action = readFileSync('action.yml', 'utf8');
const script = resolve('scripts/action.sh');
const hello = `node '${resolve('adapters/hello/hello.mjs')}'`;
const wrong = `node '${resolve('spec/fixtures/broken-adapters/adapters.mjs')}' wrong-gradients`;
const broken = `node '${resolve('spec/fixtures/broken-adapters/adapters.mjs')}' non-json`;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'action-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The action's second step, with its inputs as a workflow would set them. */
function step(inputs: Readonly<Record<string, string>>, reports = 'reports') {
  const defaults = { COMMAND: '', OPTIONS: '', SHARD: '1/1', MERGE: '', REPORTS: reports };
  const summary = join(folder, `${reports}-summary.md`);
  const env = {
    ...process.env,
    BACKPROOF: resolve('.'),
    GITHUB_STEP_SUMMARY: summary,
    ...defaults,
    ...inputs,
  };
  const { status } = spawnSync(script, { cwd: folder, env, stdio: 'ignore' });
  return { status, summary };
}

describe('the GitHub Action', () => {
  it('gives its script every variable that it reads', () => {
    const read = new Set(
      [...readFileSync(script, 'utf8').matchAll(/\$\{?([A-Z]+)\b/g)].map(([, name]) => name),
    );
    for (const name of read) expect(action).toContain(`${name}: \${{ `);
  });

  it('checks, and puts the matrix in the job summary', () => {
    const { status, summary } = step({ COMMAND: hello, OPTIONS: "--runs 5 --ops 'add,negate'" });
    expect(status).toBe(0);
    expect(readFileSync(summary, 'utf8')).toMatch(/^## Backproof: hello 1\n[\s\S]*\| add \| ✓ 5 \|/);
  });

  it('checks in shards, and merges them into one matrix and one exit code', () => {
    const shards = ['1/2', '2/2'].map(
      (SHARD) => step({ COMMAND: wrong, OPTIONS: '--runs 5 --ops negate,exp', SHARD }, 'shards').status,
    );
    expect(shards.sort()).toEqual([0, 1]);
    expect(readdirSync(join(folder, 'shards'))).toContain('shard-2-of-2.json');
    const { status, summary } = step({ MERGE: 'shards' }, 'merged');
    expect(status).toBe(1);
    expect(readFileSync(summary, 'utf8')).toMatch(/\| negate \| ✓ 5 \| ✓ 5 \| ✗ /);
  });

  it('fails with 3 on a broken adapter', () => {
    expect(step({ COMMAND: broken, OPTIONS: '--runs 5' }, 'none').status).toBe(3);
  });
});
