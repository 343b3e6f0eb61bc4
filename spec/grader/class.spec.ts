import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { classPage } from '../../src/grader/class/class-page.js';
import { gradebook } from '../../src/grader/class/gradebook.js';
import { mistakes } from '../../src/grader/class/mistakes.js';
import { type ClassResult, readResult } from '../../src/grader/class/result-file.js';
import { classStatistics } from '../../src/grader/class/statistics.js';
import { inShard, namedSubmissions } from '../../src/grader/class/submissions.js';
import { altered } from './submit.js';

const quickly = ['--only', 'matmul,stable', '--runs', '5'];
const wrongMatmul = altered(
  'matmul',
  ['matmul(outGrad, transpose(b))', 'matmul(node, transpose(b))'],
  ['matmul(transpose(a), outGrad)', 'matmul(transpose(a), node)'],
);

let folder: string;
let students: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'class-'));
  students = ['ada', 'ben', 'cleo'].map((name) => join(folder, 'submissions', name));
  for (const own of students) cpSync('solutions', own, { recursive: true });
  writeFileSync(join(students[1] as string, 'matmul/matmul.ts'), wrongMatmul);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command line; returns what it printed, and its exit code last. */
async function backproof(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, { log: (text) => out.push(text), error: (text) => err.push(text) });
  return { out: out.join('\n'), err: err.join('\n').split('\n')[0], code };
}

const gradeInto = (out: string, ...more: readonly string[]) =>
  backproof('grade', ...students, '--out', join(folder, out), ...quickly, ...more);

const filesIn = (out: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder, out)).map((file) => [file, readFileSync(join(folder, out, file), 'utf8')]),
  );

const resultOf = (submission: string, score: number, misconception: string | null): ClassResult => ({
  version: 1,
  assignment: 'hw',
  submission,
  seed: 1,
  score,
  maxScore: 10,
  made: { grading: '', submission: '' },
  exercises: [
    {
      id: 'matmul',
      title: 'Matrix multiplication',
      hidden: false,
      score,
      maxScore: 10,
      parts: [],
      unseen: null,
      status: score === 10 ? 'passed' : 'failed',
      laws: [],
      misconception,
      message: '',
      replay: null,
    },
  ],
});

describe('a class', () => {
  it('is graded into a file each, a gradebook and a page', async () => {
    const { out, code } = await gradeInto('all', '--jobs', '2', '--seed', '3');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^3 of 3 submissions are graded with seed 3\.\n.*gradebook\.csv\n.*canvas\.csv\n.*nbgrader\.csv\n.*mistakes\.csv\n.*class\.html$/,
    );
    const files = filesIn('all');
    expect(Object.keys(files)).toEqual([
      ...['ada.json', 'ben.json', 'class.html', 'cleo.json'],
      ...['gradebook-canvas.csv', 'gradebook-nbgrader.csv', 'gradebook.csv', 'mistakes.csv'],
    ]);
    expect(files['gradebook-canvas.csv']).toContain('\nben,,,ben,,12\n');
    expect(files['gradebook.csv']).toBe(
      'submission,matmul,stable,total,of\nada,9,12,21,21\nben,0,12,12,21\ncleo,9,12,21,21\n',
    );
    expect(files['mistakes.csv']).toMatch(
      /^student,exercise,op,status,mistake,reason\n(ben,matmul,(left-adjoint|right-adjoint|batch-axes|second-order),failed,.*\n){4}$/,
    );
    expect(files['class.html']).toContain(
      '<p>3 submissions, graded with seed 3. Mean 18 and median 21 of 21 points; 2 with full marks.</p>',
    );
    expect(files['class.html']).not.toMatch(/<script|src=|href="[^#]/);
    expect(readResult(join(folder, 'all/ben.json'))).toMatchObject({
      submission: 'ben',
      seed: 3,
      exercises: [
        { replay: 'npx backproof grade --only matmul.left-adjoint --seed 3 --runs 5' },
        { status: 'passed' },
      ],
    });
  });

  it('gives the same files in shards, merged', async () => {
    await gradeInto('first', '--shard', '1/2', '--seed', '3');
    const { out } = await gradeInto('second', '--shard', '2/2', '--seed', '3');
    expect(out).toMatch(
      /^1 of 3 submissions are graded with seed 3\.\nThis was shard 2\/2\. When all are done: npx backproof merge /,
    );
    const shards = [join(folder, 'first'), join(folder, 'second')];
    expect(await backproof('merge', ...shards, '--out', join(folder, 'merged'))).toMatchObject({ code: 0 });
    expect(filesIn('merged')).toEqual(filesIn('all'));
  });

  it('leaves alone what is graded already when it is resumed, and no more', async () => {
    const whole = filesIn('all');
    cpSync(join(folder, 'all'), join(folder, 'resumed'), { recursive: true });
    const kept = statSync(join(folder, 'resumed/ada.json')).mtimeMs;
    writeFileSync(join(folder, 'resumed/ben.json'), '{ "version": 1, ');
    writeFileSync(join(folder, 'resumed/ben.json.77.tmp'), '{');
    rmSync(join(folder, 'resumed/cleo.json'));
    const { out } = await gradeInto('resumed', '--resume', '--seed', '3');
    expect(out).toContain('3 of 3 submissions are graded with seed 3; 1 of them were before.');
    expect(filesIn('resumed')).toEqual(whole);
    expect(statSync(join(folder, 'resumed/ada.json')).mtimeMs).toBe(kept);
  });

  it('is graded anew, though resumed, with another seed or where a file was handed in again', async () => {
    expect((await gradeInto('resumed', '--resume', '--seed', '4')).out).toMatch(
      /^3 of 3 submissions are graded with seed 4\.\n/,
    );
    writeFileSync(join(students[1] as string, 'matmul/matmul.ts'), `${wrongMatmul}\n`);
    expect((await gradeInto('resumed', '--resume', '--seed', '4')).out).toContain('; 2 of them were before.');
  });

  it('is not merged from two gradings, nor from two results of one submission', async () => {
    const both = (one: string, other: string) =>
      backproof('merge', join(folder, one), join(folder, other), '--out', join(folder, 'no'));
    expect((await both('first', 'resumed')).err).toMatch(
      /cannot be merged: they were graded with another assignment, seed, number of runs or version\.$/,
    );
    expect((await both('first', 'all')).err).toMatch(
      /^"ada" was graded twice: .*first\/ada\.json and .*all\/ada\.json\. Remove one\.$/,
    );
    mkdirSync(join(folder, 'empty'));
    expect((await both('empty', 'empty')).err).toMatch(/^There is no result of a submission in /);
    expect((await backproof('merge', join(folder, 'first'), join(folder, 'all'))).err).toBe(
      'Say where to write the merged results of these 2 folders: --out DIR.',
    );
  });
});

describe('a result that no grader wrote', () => {
  const sound = resultOf('ada', 2, null);
  const [exercise] = sound.exercises;
  const merged = (text: string) => {
    const results = mkdtempSync(join(folder, 'results-'));
    writeFileSync(join(results, 'ben.json'), JSON.stringify({ ...sound, submission: 'ben' }));
    writeFileSync(join(results, 'ada.json'), text);
    return backproof('merge', results);
  };

  it.each([
    [{ ...sound, version: 2 }, 'its version is not 1'],
    [{ ...sound, made: undefined }, 'it does not say which grading of a class made it'],
    [{ ...sound, submission: '' }, 'it does not name the submission'],
    [{ ...sound, seed: null }, 'its seed is not an integer'],
    [{ ...sound, score: -1 }, 'its points are not numbers ≥ 0'],
    [{ ...sound, maxScore: null }, 'its points are not numbers ≥ 0'],
    [{ ...sound, exercises: [] }, 'it holds no exercises'],
    [{ ...sound, exercises: [{ ...exercise, score: -2 }] }, 'number 1 of its exercises is incomplete'],
    [{ ...sound, exercises: [{ ...exercise, status: 'fine' }] }, 'number 1 of its exercises is incomplete'],
    [{ ...sound, exercises: [exercise, null] }, 'number 2 of its exercises is incomplete'],
    [{ ...sound, score: 9 }, 'its total is 9 of 10, and its exercises add up to 2 of 10'],
  ])('is not left out of a gradebook in silence: %#', async (json, why) => {
    const { code, err } = await merged(JSON.stringify(json));
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining(`ada.json is not a result as it was written: ${why}`),
    });
  });

  it('is refused when it is cut off, and passed over when it is plainly something else', async () => {
    expect((await merged(JSON.stringify(sound).slice(0, 40))).err).toContain('it is not readable JSON');
    expect(await merged('{ "version": 1, "name": "hw" }')).toMatchObject({ code: 0, err: '' });
  });
});

describe('the submissions of a class', () => {
  it('have names of their own', async () => {
    const twin = join(folder, 'late', 'ada');
    cpSync('exercises', twin, { recursive: true });
    const { err, code } = await backproof('grade', ...students, twin, '--out', join(folder, 'twins'));
    expect(code).toBe(2);
    expect(err).toBe(
      `Two submissions are named "ada": ${students[0]} and ${twin}. Results are filed under the name of the folder, so rename one.`,
    );
  });

  it('stand in one shard each, whatever their order', () => {
    const all = namedSubmissions(['x/c', 'x/a', 'x/b', 'x/d', 'x/e']);
    const shards = [1, 2, 3].map((part) => inShard(all, { part, of: 3 }).map(({ name }) => name));
    expect(shards).toEqual([['a', 'd'], ['b', 'e'], ['c']]);
  });
});

describe('what a class has in common', () => {
  it('is how its points are spread, and what went wrong how often', () => {
    const results = [
      resultOf('a', 10, null),
      resultOf('b', 9.99, 'matmul-skips-transpose'),
      resultOf('c', 0, 'matmul-skips-transpose'),
      resultOf('d', 2.5, null),
    ];
    expect(classStatistics(results)).toMatchObject({
      count: 4,
      mean: 5.62,
      median: 6.25,
      full: 1,
      histogram: [1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1],
      exercises: [{ id: 'matmul', full: 1, mean: 5.62, statuses: { failed: 3, passed: 1 } }],
      misconceptions: [{ name: 'matmul-skips-transpose', exercise: 'matmul', count: 2 }],
    });
  });

  it('is a list of its mistakes, by student, exercise and op', () => {
    const part = (name: string, status: string, misconception: string | null, reason: string) => ({
      name,
      status,
      misconception,
      reason,
    });
    const parts = [
      part('add', 'passed', null, ''),
      part('divide', 'failed', 'divide-gives-its-divisor', 'expected 6, got 3'),
      part('relu', 'crashed', null, 'The file does not compile.'),
    ];
    const [exercise] = resultOf('', 4, 'divide-gives-its-divisor').exercises;
    const withParts = (submission: string, more: object) =>
      ({
        ...resultOf(submission, 4, null),
        exercises: [{ ...exercise, id: 'elementwise', parts, ...more }],
      }) as unknown as ClassResult;
    const results = [
      withParts('ada', {}),
      withParts('=HYPERLINK("x")', { unseen: { status: 'failed', score: 0, maxScore: 1 } }),
      withParts('cleo', { parts: [], hidden: true, misconception: null }),
      resultOf('dan', 10, null),
    ];
    expect(mistakes(results)).toBe(
      [
        'student,exercise,op,status,mistake,reason',
        'ada,elementwise,divide,failed,divide-gives-its-divisor,"expected 6, got 3"',
        'ada,elementwise,relu,crashed,,The file does not compile.',
        `"'=HYPERLINK(""x"")",elementwise,divide,failed,divide-gives-its-divisor,"expected 6, got 3"`,
        `"'=HYPERLINK(""x"")",elementwise,relu,crashed,,The file does not compile.`,
        `"'=HYPERLINK(""x"")",elementwise,,failed,,`,
        'cleo,elementwise,,failed,,',
        '',
      ].join('\n'),
    );
    expect(classPage(results)).toContain(
      '<td class="number">2</td><td>elementwise</td><td>divide</td><td>divide-gives-its-divisor</td>',
    );
  });

  it('is a gradebook that no spreadsheet takes for formulas', () => {
    expect(gradebook([resultOf('=cmd()', 1, null), resultOf('Doe, "J"', 2, null)])).toBe(
      'submission,matmul,total,of\n\'=cmd(),1,1,10\n"Doe, ""J""",2,2,10\n',
    );
  });
});
