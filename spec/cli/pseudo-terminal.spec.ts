/** The long commands in a real terminal, where they draw a progress bar: what only happens there is tested nowhere else. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { altered, solutionOf } from '../grader/submit.js';

/** Runs what follows in a terminal of its own; what that shows comes out, and its exit code is ours. */
const terminal = `
import os, pty, sys
status = pty.spawn(sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(status))
`;

// The interpreter itself: what stands for it in PATH may be a script that takes its time.
const python = spawnSync('python3', ['-c', 'import pty, sys; print(sys.executable)'], { encoding: 'utf8' });
const hasTerminals = python.status === 0;
const bin = resolve('bin/backproof.js');
const hello = resolve('adapters/hello/hello.mjs');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'terminal-'));
  const wrong = altered('matmul', [', matmul(transpose(a), outGrad)]', ', b]']);
  submissions({ right: solutionOf('matmul'), wrong });
  const matmul = { id: 'matmul', points: 9, credit: { form: 2, vjp: 5, second: 2 } };
  const assignment = { version: 1, name: 'by-law', title: 'By law', exercises: [matmul] };
  writeFileSync(join(folder, 'by-law.json'), JSON.stringify(assignment));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Submissions of matmul by their names. */
function submissions(sources: Readonly<Record<string, string>>): void {
  for (const [name, source] of Object.entries(sources)) {
    mkdirSync(join(folder, name, 'matmul'), { recursive: true });
    writeFileSync(join(folder, name, 'matmul', 'matmul.ts'), source);
  }
}

/** What a terminal shows of a command line, without colours, and the exit code. */
function shown(args: readonly string[], environment: Readonly<Record<string, string>> = { NO_COLOR: '1' }) {
  const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
  const { stdout, status, error } = spawnSync(
    python.stdout.trim(),
    ['-c', terminal, process.execPath, bin, ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...rest, TERM: 'xterm', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  if (error !== undefined) throw error;
  expect(stdout).not.toMatch(/^\s+at .*:\d+:\d+|RangeError|TypeError|internal error/im);
  return { text: stdout, code: status };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: how it is drawn over
const bar = /\r\u001b\[K\[[█·]{24}\] \d+\/\d+ /;
// biome-ignore lint/suspicious/noControlCharactersInRegex: how they begin
const colours = /\u001b\[[0-9;]*m/;

describe.skipIf(!hasTerminals)('in a terminal of its own', { timeout: 30_000 }, () => {
  const byLaw = ['grade', 'wrong', '--assignment', 'by-law.json', '--runs', '2'];

  it('grade draws its bar, also where laws are asked again for credit', () => {
    const { text, code } = shown(byLaw);
    expect(text).toMatch(bar);
    expect(text).toContain('✗ failed');
    expect(text).not.toMatch(colours);
    expect(code).toBe(1);
  });

  it('grade has colours unless NO_COLOR is set, and a saved case is replayed', () => {
    const { text, code } = shown(['grade', 'wrong', '--only', 'matmul', '--runs', '2'], {});
    expect(text).toMatch(bar);
    expect(text).toMatch(colours);
    expect(code).toBe(1);
    const again = shown(['replay', join('.backproof', 'matmul.json')]);
    expect(again.text).toContain('This law is broken');
    expect(again.text).not.toMatch(colours);
    expect(again.code).toBe(1);
  });

  it('a class draws its bar on one line, whatever its submissions are called', () => {
    const { text, code } = shown([
      'grade',
      'right',
      'wrong',
      '--only',
      'matmul',
      '--runs',
      '2',
      '--jobs',
      '2',
      '--out',
      'graded',
    ]);
    expect(text).toMatch(bar);
    expect(text).not.toMatch(colours);
    expect(code).toBe(0);
    expect(shown(['merge', 'graded', '--out', 'merged']).code).toBe(0);
  });

  it('oracle draws its bar, passes on what the adapter says, and its reports merge', () => {
    const noisy = join(folder, 'noisy.mjs');
    writeFileSync(
      noisy,
      `process.stderr.write('said \\x1b[2J\\x1b[31m\\u202e\\n::error::no');\nawait import(${JSON.stringify(hello)});\n`,
    );
    const { text, code } = shown([
      'oracle',
      '--ops',
      'add',
      '--runs',
      '2',
      '--format',
      'json',
      '--out',
      'add.json',
      '--',
      process.execPath,
      noisy,
    ]);
    expect(text).toMatch(bar);
    expect(text).toContain('said ');
    expect(text).not.toMatch(/\u202e|^::error/m);
    expect(text).not.toContain('\u001b[2J');
    expect(text).not.toMatch(colours);
    expect(code).toBe(0);
    expect(shown(['merge', 'add.json']).code).toBe(0);
  });

  it('doctor says what is there', () => {
    const { text, code } = shown(['doctor']);
    expect(text).toContain('package built');
    expect(text).not.toMatch(colours);
    expect(code).toBe(0);
  });
});
