/** What npm runs after an install, and npx before its first run in a clone. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prepare-'));
  const build = `node -e "require('fs').writeFileSync('built', '')"`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { build } }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function builds(command: string): boolean {
  const env = { ...process.env, npm_command: command };
  const { status } = spawnSync(process.execPath, [resolve('scripts/prepare.js')], { cwd: folder, env });
  expect(status).toBe(0);
  return existsSync(join(folder, 'built'));
}

it('npx builds a clone that is not built', () => expect(builds('exec')).toBe(true));

it('npx takes what is built, and an install builds it anew', () => {
  mkdirSync(join(folder, 'dist/joined'), { recursive: true });
  expect(builds('exec')).toBe(false);
  expect(builds('ci')).toBe(true);
});
