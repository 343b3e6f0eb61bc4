import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.js';
import { failureOf } from '../../src/cli/failure.js';
import { run } from '../../src/cli/main.js';
import { reportingOptions } from '../../src/cli/oracle-options.js';
import { saveAll } from '../../src/cli/save.js';
import { systemErrorSentence } from '../../src/cli/system-error.js';
import { writeWhole } from '../../src/grader/write-file.js';

const home = process.cwd();
const bin = join(home, 'bin/backproof.js');
let folder: string;

const wide = {
  program: {
    inputs: [
      { dtype: 'float64', shape: [30000, 1] },
      { dtype: 'float64', shape: [1, 30000] },
    ],
    steps: [{ op: 'add', args: [0, 1] }],
    outputs: [0],
  },
  inputs: [
    { dtype: 'float64', shape: [30000, 1], data: Array(30000).fill(1) },
    { dtype: 'float64', shape: [1, 30000], data: Array(30000).fill(1) },
  ],
  cotangents: [],
  mode: 'eager',
  order: 1,
  directions: [],
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
  process.chdir(folder);
  for (const name of ['work', 'results']) mkdirSync(name);
  const steps = Array(1_000_000).fill(0);
  const files = {
    'file.json': '',
    'deep.json': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    'wide.json': JSON.stringify(wide),
    'long.json': JSON.stringify({ program: { steps } }),
    'long-replay.json': JSON.stringify({ exercise: 'matmul', submission: '.', case: { program: { steps } } }),
    'version.json': '{"version":2,"matrix":{},"failures":[]}',
    'half.json': '{"version":1,"matrix":{"add":null},"failures":[]}',
    'cut.json': '{"version":1,"matrix":{"add":',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(name, text);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function backproof(args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, { log: (text) => out.push(text), error: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('a bad command line ends with 2 and a sentence, before anything is run', () => {
  it.each([
    [['grade', 'work', '--json', 'work'], '--json "work" cannot be written: it is a folder.'],
    [['grade', 'work', '--json', 'file.json/x'], '--json "file.json/x" cannot be written: '],
    [['grade', 'work', '--json', ''], '--json "" cannot be written: the name of a file is missing.'],
    [
      ['grade', 'work', '--format', 'json', '--out', 'work'],
      '--out "work" cannot be written: it is a folder.',
    ],
    [
      ['grade', 'work', '--out', 'file.json'],
      '--out "file.json" cannot be written to: "file.json" is not a folder.',
    ],
    [['grade', 'work', '--out', ''], '--out "" cannot be written to: a name is missing.'],
    [['grade', 'work', '--only', ''], 'There is no exercise "".'],
    [['grade', 'work', '--runs', '1e9'], '--runs takes a whole number from 1 to 2147483647, not "1e9".'],
    [['grade', 'work', '--seed=-1'], '--seed takes a whole number from 0 to 2147483647, not "-1".'],
    [['grade', 'work', '--ops', 'add'], "Unknown option '--ops'."],
    [['doctor', '--jsn'], "Unknown option '--jsn'. The options are --json."],
    [['grade', 'wo\0rk'], 'Argument 1 of grade holds a NUL byte; nothing takes one.'],
    [['grade', 'x'.repeat(300)], 'ENAMETOOLONG'],
    [['assignment', 'create', ''], 'assignment create "" cannot be written to: a name is missing.'],
    [['assignment', 'create', 'file.json'], '"file.json" is not a folder.'],
    [['doctor', 'all'], 'doctor takes no argument but --json, not "all".'],
    [
      ['oracle', '--transcript', 'work', '--', 'true'],
      '--transcript "work" cannot be written: it is a folder.',
    ],
    [['oracle', '--corpus', 'file.json', '--', 'true'], '--corpus "file.json" cannot be written to: '],
    [['oracle', '--shard', '3/2', '--', 'true'], '--shard takes a part and how many there are'],
    [
      ['oracle', '--expected-failures', 'work', '--', 'true'],
      'There is no file "work" of expected failures.',
    ],
    [['replay', 'work'], '"work" is not a file, but a folder.'],
    [['replay', '/dev/zero'], '"/dev/zero" is not a file.'],
    [['replay', 'file.json'], 'file.json is not a counterexample:'],
    [['replay', 'deep.json'], 'deep.json is not a counterexample:'],
    [['replay', 'deep.json', '--', 'true'], 'got something nested too deeply to be shown'],
    [
      ['replay', 'wide.json', '--', 'true'],
      'wide.json computes tensors of 900060000 entries in all; at most',
    ],
    [['replay', 'long.json', '--', 'true'], 'long.json holds 1000000 steps; at most 5000 can be run.'],
    [['replay', 'long-replay.json'], 'long-replay.json holds 1000000 steps; at most 5000 can be run.'],
    [['merge', 'cut.json'], 'cut.json cannot be read: '],
    [['merge', 'half.json'], 'its "implementation" is missing or incomplete.'],
    [['merge', 'version.json'], 'its version is not 1, the only one that this version of backproof reads.'],
    [['merge', 'work'], 'There is no result of a submission in work.'],
    ...Object.entries(reportingOptions)
      .filter(([name]) => name !== 'out')
      .map(([name, { type }]): [string[], string] => [
        ['merge', 'work', `--${name}`, ...((type as string) === 'boolean' ? [] : ['x'])],
        '; merging the results of a class takes no option but one --out DIR.',
      ]),
  ])('%j', async (args, sentence) => {
    const { code, out, err } = await backproof(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err.length).toBeLessThan(5_000);
    expect(err).not.toMatch(/^ {4}at /m);
  });
});

describe('files that cannot be written', () => {
  it('cost no grade, and leave no half', () => {
    const said: string[] = [];
    const output = { log: () => {}, error: (text: string) => said.push(text) };
    const text = () => 'text';
    expect(
      saveAll(
        [
          { file: '/dev/full', text },
          { file: 'work/there', text },
        ],
        output,
      ),
    ).toBe(false);
    expect(said).toEqual([expect.stringContaining('"/dev/full" was not written: ')]);
    expect(readFileSync('work/there', 'utf8')).toBe('text');
    expect(() => writeWhole('work', 'text')).toThrow();
    expect(readdirSync('.').filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('exit codes', () => {
  const page = () => readFileSync(join(home, 'docs/grading.md'), 'utf8');

  it('are the same in --help, in the documentation and in the source', async () => {
    const table = /## Exit codes.*?\n\n(?=Only)/s.exec(page())?.[0] ?? '';
    const documented = [...table.matchAll(/^\| (\d+) +\| (.*?) +\|$/gm)].map(([, code, what]) => [
      code,
      what,
    ]);
    expect(documented).toEqual(Object.entries(exitCodes));
    const { out } = await backproof(['--help']);
    for (const [code, what] of documented) expect(out).toContain(`${code}  ${what}`);
  });

  it('an error of its own is 70, with how to report it and without a stack', () => {
    const { code, text } = failureOf(new TypeError('x is no function\n    at y'), ['grade', 'a b']);
    expect(code).toBe(70);
    expect(text).toMatch(/^This is an error of backproof itself: TypeError: x is no function\n/);
    expect(text).toContain("  command: backproof grade 'a b'\n");
    expect(text).toContain(`Node ${process.versions.node}`);
    expect(text).not.toMatch(/^ {4}at /m);
  });

  it('what the system refuses is 2, with the file', () => {
    const error = Object.assign(new Error('x'), { code: 'ENOSPC', errno: -28, syscall: 'write', path: 'a' });
    expect(failureOf(error, [])).toEqual({
      code: 2,
      text: 'write "a" failed: no space left on device (ENOSPC).',
    });
    expect(systemErrorSentence(new Error('x'))).toBeUndefined();
  });

  it('standard output that is full is 2, and said; one that nobody reads is 141, quietly', () => {
    const shell = (line: string) =>
      spawnSync('bash', ['-c', line, process.execPath, bin], { encoding: 'utf8' });
    expect(shell('"$0" "$1" --help >/dev/full')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no space left on device'),
    });
    const closed = shell('{ "$0" "$1" --help; echo "code $?" >&2; } | true');
    expect(closed.stderr).toBe('code 141\n');
  });
});
