/** Commands that are printed to be copied: a real shell reads them back as the words that were meant. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { shownCommand } from '../../src/grader/adapter/command.js';
import { saveCase } from '../../src/grader/adapter/save-case.js';
import { wholeCourse } from '../../src/grader/assignment/assignment.js';
import { replayCommand } from '../../src/grader/class/grading.js';

/** The words that a shell makes of a command, which is not run. */
const wordsOf = (command: string): string[] =>
  execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

const unkind = [
  "it's",
  '$(touch x)',
  '`touch x`',
  'a; touch x',
  '$& $1',
  'a\nb',
  '"',
  '*',
  '~',
  "' && touch x '",
];

describe('a command over an adapter', () => {
  it.each(unkind)('names the submission %j as one word', (name) => {
    const command = shownCommand({ text: 'python3 a.py {submission} --x {submission}', folder: '.' }, name);
    expect(wordsOf(command)).toEqual(['python3', 'a.py', name, '--x', name]);
  });

  it.each(unkind)('is one word of the command that grades again, though it holds %j', (name) => {
    const text = `python3 '${name}' {submission}`;
    const grading = {
      ...{ assignment: { ...wholeCourse, name }, adapter: { text, folder: '.' } },
      ...{ seed: 3, runs: 5, kinks: { relu: 0 }, reveal: false },
    };
    expect(wordsOf(replayCommand(grading, 'elementwise.negate', false))).toEqual([
      ...['npx', 'backproof', 'grade', '.', '--assignment', name, '--with', text],
      ...['--only', 'elementwise.negate', '--seed', '3', '--runs', '5', '--kinks', 'relu=0'],
    ]);
  });
});

describe('a counterexample of an adapter', () => {
  const nothing: Case = {
    program: { inputs: [], steps: [], outputs: [] },
    inputs: [],
    cotangents: [],
    mode: 'eager',
    order: 1,
    directions: [],
  };

  it('is not written through a link, be it the folder or the file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'links-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const name of ['elsewhere', 'saved']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'precious'), 'kept');
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'linked'));
    symlinkSync(join(folder, 'precious'), join(folder, 'saved', 'matmul.json'));
    for (const name of ['linked', 'saved']) {
      expect(() => saveCase(join(folder, name), 'matmul', nothing)).toThrow(/ is a link, /);
    }
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  });
});
