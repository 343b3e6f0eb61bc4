/** Every format, written from one real run: a planted mistake, a missing file, a hidden exercise, and one that is right. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { formatTensor, type TensorData } from '../../src/case/tensor-data.js';
import { wholeCourse } from '../../src/grader/assignment/assignment.js';
import { grade } from '../../src/grader/grade.js';
import { classroom50Report } from '../../src/grader/reports/classroom50.js';
import { canvasGradebook, nbgraderGradebook } from '../../src/grader/reports/gradebook.js';
import { reportNamed, reportNames, reports } from '../../src/grader/reports/index.js';
import { jsonReport } from '../../src/grader/reports/json.js';
import { gradeSchema } from '../../src/grader/reports/schema.js';
import { terminalReport } from '../../src/grader/reports/terminal.js';
import type { ExerciseResult, Grade } from '../../src/grader/result.js';
import { expectToFit, parsedCsv, parsedXml, validated } from './schemas.js';
import { altered, solutionOf } from './submit.js';

const wrongMatmul = altered(
  'matmul',
  ['import {', 'import { ones,'],
  [
    'return [matmul(outGrad, transpose(b)), matmul(transpose(a), outGrad)];',
    'const unit = ones(outGrad.shape, { dtype: outGrad.dtype });\n    return [matmul(unit, transpose(b)), matmul(transpose(a), unit)];',
  ],
);
const wrongShape = altered('shape', [
  'gradient(outGrad: Tensor, _: Node<One>): One {\n    return [transpose(outGrad, this.axes)];',
  'gradient(outGrad: Tensor, node: Node<One>): One {\n    return [reshape(outGrad, node.inputs[0].shape)];',
]);
const classroom50 = {
  CLASSROOM: 'autograd',
  ASSIGNMENT: 'hw1',
  ASSIGNMENT_TYPE: 'individual',
  OWNER: 'ada',
  SUBMISSION_TAG: 'submit/2026-06-01T14-32-05Z-a1b2c3d',
  COMMIT_URL: 'https://github.com/course/autograd-hw1-ada/commit/a1b2c3d',
  RELEASE_URL: 'https://github.com/course/autograd-hw1-ada/releases/tag/a1b2c3d',
};

let folder: string;
let real: Grade;
let hidden: ExerciseResult;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reports-'));
  const files = { matmul: wrongMatmul, shape: wrongShape, exponential: solutionOf('exponential') };
  for (const [id, source] of Object.entries(files)) {
    mkdirSync(join(folder, 'ada', id), { recursive: true });
    writeFileSync(join(folder, 'ada', id, `${id}.ts`), source);
  }
  const result = await grade({
    submission: join(folder, 'ada'),
    only: ['exponential', 'shape', 'matmul', 'stable'],
    seed: 7,
    runs: 8,
    replayFolder: join(folder, '.backproof'),
  });
  // As a manifest would have it, but with all that the run found still in the grade: a report must not rely on the grader.
  const exercises = result.exercises.map((each) => ({ ...asOnePart(each), hidden: each.id === 'shape' }));
  real = { ...result, exercises };
  hidden = exercises[1] as ExerciseResult;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** matmul as if it had one part: an exercise over an adapter may have no more. */
function asOnePart(exercise: ExerciseResult): ExerciseResult {
  const [part] = exercise.parts;
  if (exercise.id !== 'matmul' || part === undefined) return exercise;
  const { score, maxScore } = exercise;
  const message = exercise.message
    .replace(/^left-adjoint .*?: /, '')
    .replace(/\n\nAlso wrong: .*/, '')
    .replace(/\n\nright-adjoint [\s\S]*/, '');
  return { ...exercise, message, parts: [{ ...part, name: exercise.id, score, maxScore }] };
}

/** A report as text that a reader sees, base64 taken off. */
function textOf(name: string, of: Grade): string {
  for (const [variable, value] of Object.entries(classroom50)) vi.stubEnv(variable, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const report = reportNamed(name);
  if (typeof report === 'string') throw new Error(report);
  const text = report.text(of);
  return name === 'github' ? Buffer.from(text, 'base64').toString('utf8') : text;
}

/** What a hidden exercise was tested with. */
function hiddenTensors(): readonly TensorData[] {
  if (hidden.counterexample === null) return [];
  const { inputs, cotangents } = hidden.counterexample;
  return [...inputs, ...cotangents.flat()];
}

function githubText(of: Grade): string {
  const report = reportNamed('github');
  if (typeof report === 'string') throw new Error(report);
  return report.text(of);
}

const jsonOf = (name: string, of: Grade) => JSON.parse(textOf(name, of));

/** The grade with other words of the learner's in it. */
const saying = (message: string, title = 'Matrix multiplication'): Grade => ({
  ...real,
  exercises: real.exercises.map((each) => (each.id === 'matmul' ? { ...each, title, message } : each)),
});

describe('the run', () => {
  it('has one of each kind', () => {
    expect(real.exercises.map(({ id, status }) => [id, status])).toEqual([
      ['exponential', 'passed'],
      ['shape', 'failed'],
      ['matmul', 'failed'],
      ['stable', 'missing'],
    ]);
    expect(Math.min(...hiddenTensors().map(({ data }) => data.length))).toBeGreaterThanOrEqual(4);
    expect(hidden.message).toContain(hidden.misconception);
  });
});

// JSON is the grade as it is, for programs; what is hidden is taken out before it is a grade.
const names = reportNames.filter((name) => name !== 'json');

it.each(['README.md', 'docs/reports.md'])('%s names every format, in their order', (page) => {
  const code = [...readFileSync(page, 'utf8').matchAll(/`(\w+)`/g)].map(([, word]) => word ?? '');
  expect([...new Set(code.filter((word) => reportNames.includes(word)))]).toEqual(reportNames);
});
const inFull = ['gradescope', 'github', 'classroom50', 'exercism', 'prairielearn', 'ctrf', 'junit'];
const pages = ['markdown', 'html'];

describe('every report that students are shown', () => {
  it.each(names)('%s tells nothing of what a hidden exercise is tested with', (name) => {
    const text = textOf(name, real).replaceAll('&quot;', '"');
    for (const tensor of hiddenTensors()) {
      expect(text).not.toContain(formatTensor(tensor));
      expect(text.replaceAll(/\s/g, '')).not.toContain(`"data":${JSON.stringify(tensor.data)}`);
    }
    expect(text).not.toContain(hidden.misconception);
    expect(text).not.toContain('shape.json');
    expect(text).not.toContain('transpose');
  });

  it.each([...inFull, ...pages])(
    '%s says what was expected, what came, the case, the mistake and how to run it again',
    (name) => {
      const text = name === 'junit' ? JSON.stringify(parsedXml(textOf(name, real))) : textOf(name, real);
      for (const part of [
        'This law is broken: the vjp equals JᵀΔ.',
        'This looks like a known mistake, matmul-forgets-the-cotangent. outGrad is assumed to be all ones.',
        'Hint: outGrad is in both products.',
        'return d }',
        'Run this case again: npx backproof replay ',
      ]) {
        expect(text).toContain(part);
      }
      expect(text).toMatch(/expected .*, got /);
      expect(text).toContain('There is no file ');
    },
  );
});

describe('JSON and the terminal', () => {
  it('show the grade as it is, which knows nothing of what a hidden exercise is tested with', async () => {
    const shape = wholeCourse.exercises.filter(({ id }) => id === 'shape');
    const graded = await grade({
      submission: join(folder, 'ada'),
      assignment: { ...wholeCourse, exercises: shape.map((each) => ({ ...each, hidden: true })) },
      runs: 8,
      replayFolder: join(folder, 'hidden'),
    });
    expect(graded.exercises).toMatchObject([{ id: 'shape', status: 'failed' }]);
    expect(graded.exercises[0]).toMatchObject({ parts: [], unseen: null });
    for (const text of [jsonReport(graded), terminalReport(graded)]) {
      expect(text).not.toMatch(/transpose|"data"|Δ|replay /);
    }
    expect(existsSync(join(folder, 'hidden'))).toBe(false);
  });
});

describe('the formats with a schema', () => {
  it("json fits Backproof's own, which comes with the package", () => {
    const problems = validated(gradeSchema, jsonOf('json', real));
    expect(problems).toEqual([]);
    expect(JSON.parse(readFileSync('dist/schema/grade.json', 'utf8'))).toEqual(gradeSchema);
    expect(validated(gradeSchema, { ...jsonOf('json', real), version: 2 })).not.toEqual([]);
  });

  it('gradescope fits, and hides hidden exercises', () => {
    const result = jsonOf('gradescope', real);
    expectToFit('gradescope', result);
    const hidden = result.tests.filter((test: { visibility: string }) => test.visibility === 'hidden');
    expect(hidden.map((test: { name: string }) => test.name)).toEqual([
      'shape: Moving, repeating and summing entries',
    ]);
  });

  it('github fits, and its tests add up to the score', () => {
    const result = jsonOf('github', real);
    expectToFit('github', result);
    const scores = result.tests.map(({ score }: { score: number }) => score);
    expect(scores.reduce((sum: number, score: number) => sum + score, 0)).toBe(real.score);
    expect(result).toMatchObject({ status: 'fail', max_score: real.maxScore });
    expect(result.tests.map(({ status }: { status: string }) => status)).toEqual([
      'pass',
      'fail',
      'fail',
      'error',
    ]);
  });

  it('classroom50 fits, in whole points', () => {
    const result = jsonOf('classroom50', real);
    expectToFit('classroom50', result);
    expect(result).toMatchObject({ owner: 'ada', review: classroom50.COMMIT_URL, score: real.score });
  });

  it('classroom50 says what it misses outside of Classroom 50', () => {
    const { OWNER: _, ...rest } = classroom50;
    expect(() => classroom50Report(real, rest, new Date(0))).toThrow(
      "The format classroom50 needs the variable OWNER, which Classroom 50's runner sets; it is not set.",
    );
  });

  it('exercism fits', () => {
    const result = jsonOf('exercism', real);
    expectToFit('exercism', result);
    expect(result).toMatchObject({ status: 'fail', message: null });
  });

  it('exercism has the known mistakes as comments of an analysis, and nothing of what is hidden', () => {
    const analysis = JSON.parse(reports.exercism?.beside?.text(real) ?? '');
    expectToFit('exercism-analysis', analysis);
    expect(analysis).toEqual({
      summary: `3 of 4 exercises to go; ${real.score} of ${real.maxScore} points. Known mistakes: 1.`,
      comments: [
        {
          comment: 'backproof.matmul.matmul-forgets-the-cotangent',
          params: {
            part: 'matmul',
            place: expect.stringMatching(/^$|matmul\.ts:\d+$/),
            reason: expect.stringMatching(/expected .*, got /),
          },
          type: 'essential',
        },
      ],
    });
  });

  it('exercism fits when nothing answered, and says why at the top', () => {
    const missing = real.exercises.filter(({ status }) => status === 'missing');
    const result = jsonOf('exercism', { ...real, exercises: missing });
    expectToFit('exercism', result);
    expect(result.status).toBe('error');
    expect(result.message).toContain('There is no file ');
  });

  it('prairielearn fits, with a score from 0 to 1', () => {
    const result = jsonOf('prairielearn', real);
    expectToFit('prairielearn', result);
    expect(result.score).toBeCloseTo(real.score / real.maxScore);
  });

  it('prairielearn takes no attempt for files that are not there', () => {
    const missing = real.exercises.filter(({ status }) => status === 'missing');
    const result = jsonOf('prairielearn', { ...real, exercises: missing });
    expectToFit('prairielearn', result);
    expect(result.gradable).toBe(false);
  });

  it('ctrf fits', () => {
    const result = jsonOf('ctrf', real);
    expectToFit('ctrf', result);
    expect(result.results.summary).toMatchObject({ tests: 14, passed: 9, failed: 5 });
  });

  it('junit fits', () => {
    const result = parsedXml(textOf('junit', real));
    expectToFit('junit', result);
    expect(result.attributes).toMatchObject({ name: 'ada', tests: '14', failures: '5' });
  });

  it('canvas has its columns, and a row for the points possible', () => {
    expect(parsedCsv(canvasGradebook([real, { ...real, submission: 'alan', score: 1.5 }]))).toEqual([
      ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', 'backproof'],
      ['    Points Possible', '', '', '', '', String(real.maxScore)],
      ['ada', '', '', 'ada', '', String(real.score)],
      ['alan', '', '', 'alan', '', '1.5'],
    ]);
  });

  it('nbgrader has its columns', () => {
    expect(nbgraderGradebook([real])).toBe(
      'assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score\n' +
        `backproof,,,ada,,,,${real.score},0,${real.score},${real.maxScore}\n`,
    );
  });

  it('does not know every name', () => {
    expect(reportNamed('pdf')).toBe(
      'There is no format "pdf". The formats are json, gradescope, github, classroom50, exercism, prairielearn, ctrf, junit, canvas, nbgrader, markdown, html.',
    );
    expect(reportNamed('toString')).toContain('There is no format "toString".');
  });
});

describe('words of others', () => {
  const hostile =
    '</pre></failure><script>alert(1)</script> ]]> "&\u0000\u001b[31m\ud800\ufffe ```\n````\n| a | \u{1F40D}';

  it('stay text in HTML', () => {
    const page = textOf('html', saying(hostile, '<img src=x onerror=alert(1)>'));
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('stay text in XML, without the characters that it cannot hold', () => {
    const tree = parsedXml(textOf('junit', saying(hostile, '<"&\u0001>')));
    expectToFit('junit', tree);
    const matmul = tree.children[0]?.children.find(({ attributes }) => attributes.name === 'matmul: <"&>');
    expect(matmul?.children[0]?.text).toBe(
      '</pre></failure><script>alert(1)</script> ]]> "&[31m ```\n````\n| a | \u{1F40D}',
    );
  });

  it('cannot close the fence of Markdown, nor add to its table', () => {
    const page = textOf('markdown', saying(hostile, 'a | b `c` [d](e) <f>'));
    expect(page).toContain('\n`````text\n</pre></failure>');
    expect(page).toContain('| matmul: a \\| b \\`c\\` \\[d\\](e) &lt;f&gt; | ');
  });

  it('are not a formula in a spreadsheet, and no further column', () => {
    const named = (submission: string) => parsedCsv(canvasGradebook([{ ...real, submission }]))[2]?.[0];
    expect(named('=HYPERLINK("http://x","y")')).toBe('\'=HYPERLINK("http://x","y")');
    expect(named('@a')).toBe("'@a");
    expect(named('Lovelace, Ada "A"\n')).toBe('Lovelace, Ada "A"\n');
    expect(named('-12')).toBe('-12');
  });

  it('are cut when they would burst an environment variable', () => {
    const long = Buffer.byteLength(textOf('github', saying('x'.repeat(1_000_000))));
    expect(long).toBeLessThan(20_000);
  });

  it.each(['"', '\\', '\n', '\ufffd', '🐍', '\u0001', '\ud800', 'Δ'])(
    'fit into the variable that GitHub has for them, however often they hold %j',
    (character) => {
      const { exercises } = saying(character.repeat(9_000));
      const wrong = exercises.filter(({ id }) => id === 'matmul');
      for (const count of [1, 8, 20]) {
        const all = Array.from({ length: count }, () => wrong).flat();
        const text = githubText({ ...real, exercises: all });
        expect(text.length).toBeLessThan(128 * 1024);
        expect(JSON.parse(Buffer.from(text, 'base64').toString('utf8')).tests.length).toBe(count);
      }
    },
  );

  it('are cut by Exercism between characters, of which each counts once', () => {
    const said = saying(`a${'🐍'.repeat(9_000)}`).exercises.filter(({ id }) => id === 'matmul');
    const crashed = said.map((each) => ({ ...each, status: 'crashed' as const }));
    const { message, tests } = jsonOf('exercism', { ...real, exercises: Array(9).fill(crashed).flat() });
    expect([...message].length).toBe(65_535);
    for (const text of [message, tests[0].message]) expect(text.isWellFormed?.() ?? true).toBe(true);
  });

  it.each(inFull)('hold nothing in %s that a terminal or a page would obey', (name) => {
    const obeyed = 'a\u001b[2Jb\u009bc\u202ed\u2066e\u0085f\u2028g\ufeffh\u0007';
    const text = textOf(name, saying(obeyed, obeyed));
    expect(text).not.toMatch(/[\u0080-\u009f\u2028-\u202e\u2066-\u2069\ufeff]|\\u00|\\u20|\\u9b/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
  });

  it('have no colours in a terminal', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
    expect(terminalReport(saying('\u001b[32m✓ passed\u001b[0m'))).not.toMatch(/\u001b/);
  });
});

describe('the HTML page', () => {
  it('loads nothing, runs nothing, and names its parts for those who cannot see it', () => {
    const page = textOf('html', real);
    expect(page).not.toMatch(/<script|<link|src=|url\(|@import/);
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<caption>');
    // Four exercises; the ops of those that are shown and have several.
    expect(page.match(/scope="row"/g)?.length).toBe(4 + 9 + 3);
    expect(page).toContain('prefers-color-scheme:dark');
    for (const [, id] of page.matchAll(/href="#([^"]*)"/g)) expect(page).toContain(`<section id="${id}">`);
  });
});
