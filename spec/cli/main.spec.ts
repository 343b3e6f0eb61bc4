import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';

const home = process.cwd();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'course-'));
  // Not what a learner may have written into exercises.
  cpSync('dist/stubs', join(folder, 'exercises'), { recursive: true });
  cpSync('exercises/tsconfig.json', join(folder, 'exercises', 'tsconfig.json'));
  cpSync('solutions', join(folder, 'solutions'), { recursive: true });
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** Runs a command line; returns what it printed, and its exit code last. */
async function backproof(...args: readonly string[]): Promise<{ out: string; err: string; code: number }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, { log: (text) => out.push(text), error: (text) => err.push(text) });
  return { out: out.join('\n'), err: err.join('\n'), code };
}

describe('backproof', () => {
  it('without a command says what it can do', async () => {
    const { out, code } = await backproof();
    expect(code).toBe(0);
    expect(out).toContain('backproof grade [SUBMISSION]');
    expect(await backproof('--help')).toEqual(await backproof());
  });

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    expect(await backproof('--version')).toEqual({ out: version, err: '', code: 0 });
    expect(
      execFileSync(process.execPath, [join(home, 'bin/backproof.js'), '--version'], { encoding: 'utf8' }),
    ).toBe(`${version}\n`);
  });

  it('does not know every word', async () => {
    expect(await backproof('garde')).toEqual({
      out: '',
      err: 'There is no command "garde". The commands are learn, grade, assignment, exercise, replay, report, oracle, smoke, ops, function, audit, merge, matrix, doctor.\nSee: backproof --help',
      code: 2,
    });
  });
});

describe('backproof doctor', () => {
  it('says what keeps submissions in bounds here', async () => {
    const { out, code } = await backproof('doctor');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^✓ permission model of Node +no files, processes, workers or addons for a submission$/m,
    );
    expect(out).toMatch(/^[✓–] bubblewrap +(no network|install it)/m);
  });

  it('says it to machines, too', async () => {
    const { node, findings } = JSON.parse((await backproof('doctor', '--json')).out);
    expect(node).toBe(process.versions.node);
    expect(findings[0]).toEqual({
      what: 'package built',
      state: 'there',
      note: 'the engine without rules exists',
    });
  });
});

describe('backproof grade', () => {
  it('explains its options', async () => {
    expect((await backproof('grade', '--help')).out).toContain('--only ID[,ID…]');
  });

  it('exits with 0 for full marks', async () => {
    const { out, code } = await backproof(
      'grade',
      'solutions',
      '--only',
      'matmul,stable',
      '--runs',
      '5',
      '--seed',
      '3',
    );
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'exercise       points  status',
        'matmul          9 / 9  ✓ passed',
        'stable        12 / 12  ✓ passed',
        'total         21 / 21  seed 3',
      ].join('\n'),
    );
  });

  it('exits with 1 when points are lost, and writes the reports it was asked for', async () => {
    const reports = ['--json', 'out/grade.json', '--format', 'gradescope', '--out', 'out/results.json'];
    const { code } = await backproof('grade', '--only', 'matmul', ...reports);
    expect(code).toBe(1);
    expect(JSON.parse(readFileSync('out/grade.json', 'utf8'))).toMatchObject({
      version: 1,
      score: 0,
      maxScore: 9,
      exercises: [{ id: 'matmul', status: 'not-implemented', counterexample: null, replay: null }],
    });
    expect(JSON.parse(readFileSync('out/results.json', 'utf8'))).toMatchObject({
      score: 0,
      tests: ['left-adjoint', 'right-adjoint', 'batch-axes', 'second-order'].map((part) => ({
        name: `matmul.${part}`,
        max_score: 2.25,
        status: 'failed',
      })),
    });
  });

  it.each([
    [['nowhere'], 'There is no folder "nowhere" to grade.'],
    [
      ['solutions', 'exercises'],
      'A class is graded with --out DIR, for one result file per submission, and without --format and --json.',
    ],
    [['--resume', '--out', 'x', '--json', 'y'], 'A class is graded with --out DIR,'],
    [
      ['solutions', '--out', 'x', '--shard', '3/2'],
      '--shard takes a part and how many there are, such as 1/4, not "3/2".',
    ],
    [
      ['solutions', '--out', 'x', '--jobs', '0'],
      '--jobs takes a whole number from 1 to 2147483647, not "0".',
    ],
    [
      ['--assignment', 'hw.json'],
      'There is no assignment "hw.json": neither a file, nor one of backproof, course, minitorch-1, minitorch-2, minitorch-3, minitorch-4, needle-hw1, needle-hw2, needle-hw4, tinytorch, which come with',
    ],
    [['--runs', '0'], '--runs takes a whole number from 1 to 2147483647, not "0".'],
    [['--kinks', 'relu=2'], '--kinks: the slope declared for relu lies between 0 and 1, got 2.'],
    [['--seed', 'x'], '--seed takes a whole number from 0 to 2147483647, not "x".'],
    [
      ['--only', 'matmul,music'],
      'There is no exercise "music". The exercises are jacobian, elementwise, exponential, backward, shape, matmul, stable,',
    ],
    [['--format', 'gradescope'], '--format NAME and --out FILE belong together; one of them is missing.'],
    [
      ['--format', 'pdf', '--out', 'x'],
      'There is no format "pdf". The formats are json, gradescope, github, classroom50,',
    ],
    [['--fast'], "Unknown option '--fast'."],
  ])('exits with 2 and a sentence for %j', async (args, sentence) => {
    const { out, err, code } = await backproof('grade', ...args);
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err.split('\n')[0]).toContain(sentence);
    expect(existsSync('.backproof')).toBe(false);
  });
});

describe('backproof replay', () => {
  it('runs a saved counterexample again, on the submission as it is now', async () => {
    const file = 'solutions/matmul/matmul.ts';
    const right = readFileSync(file, 'utf8');
    writeFileSync(file, right.replace('matmul(outGrad, transpose(b))', 'matmul(node, transpose(b))'));
    const graded = await backproof('grade', 'solutions', '--only', 'matmul');
    expect(graded.code).toBe(1);
    expect(graded.out).toMatch(/\nRun this case again: npx backproof replay \.backproof\/matmul\.json$/m);
    const wrong = await backproof('replay', '.backproof/matmul.json');
    expect(wrong.code).toBe(1);
    expect(wrong.out).toMatch(
      /^This law is broken: the vjp equals JᵀΔ\.\nGradient of input a, .*: expected .*, got /,
    );
    writeFileSync(file, right);
    expect(await backproof('replay', '.backproof/matmul.json')).toEqual({
      out: 'matmul: every law holds on this case.',
      err: '',
      code: 0,
    });
  });

  it('exits with 2 and a sentence when there is nothing to run', async () => {
    expect(await backproof('replay')).toMatchObject({ code: 2 });
    expect((await backproof('replay', 'gone.json')).err).toContain('There is no file "gone.json".');
    expect((await backproof('replay', 'exercises/tsconfig.json')).err).toContain(
      'exercises/tsconfig.json is not a counterexample:\n$.exercise: expected the name of an exercise of the course,',
    );
  });
});
