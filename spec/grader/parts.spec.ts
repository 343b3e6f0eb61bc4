/** Every part of an exercise has a result of its own, and can be asked for alone. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseCase } from '../../src/case/parse.js';
import { run } from '../../src/cli/main.js';
import { unknownAsked } from '../../src/grader/asked.js';
import { type AssignedExercise, wholeCourse } from '../../src/grader/assignment/assignment.js';
import { grade } from '../../src/grader/grade.js';
import { reports } from '../../src/grader/reports/index.js';
import { jsonReport } from '../../src/grader/reports/json.js';
import { terminalReport } from '../../src/grader/reports/terminal.js';
import type { Grade } from '../../src/grader/result.js';
import { altered, folderWith, sharedBundler } from './submit.js';

const wrong = altered(
  'elementwise',
  ['return [negate(outGrad)];', 'return [outGrad];'],
  [
    'return [multiply(outGrad, b), multiply(outGrad, a)];',
    'return [multiply(outGrad, a), multiply(outGrad, b)];',
  ],
  ['return [outGrad, outGrad];', "throw new RangeError('no add');"],
  ['return [outGrad, negate(outGrad)];', "throw new NotImplemented('EWiseSub.gradient');"],
  ['import {', 'import { NotImplemented,'],
);
/** The line on which the class of an op begins its gradient. */
const lineOf = (owner: string): number => {
  const from = wrong.indexOf(`class ${owner} `);
  return wrong.slice(0, wrong.indexOf('gradient(', from)).split('\n').length;
};

/** Grades in a folder of its own, which commands are seen from. */
async function inFolder<T>(body: () => Promise<T>): Promise<T> {
  const home = process.cwd();
  const folder = folderWith({ 'ada/elementwise/elementwise.ts': wrong });
  process.chdir(folder);
  onTestFinished(() => process.chdir(home));
  return body();
}

const gradeAda = async (only: string) =>
  (await grade({ submission: 'ada', only: [only], runs: 6, bundler: sharedBundler() })).exercises[0];

describe('a part', () => {
  it('has its own status, points, line, reason, name, laws and replay', async () => {
    const result = await inFolder(() => gradeAda('elementwise'));
    const parts = Object.fromEntries(result?.parts.map((part) => [part.name, part]) ?? []);
    expect(Object.keys(parts)).toEqual(wholeCourse.exercises[0]?.ops);
    expect(parts.negate).toMatchObject({
      ...{ status: 'failed', score: 0, maxScore: 1, misconception: 'negate-keeps-the-sign' },
      place: `ada/elementwise/elementwise.ts:${lineOf('Negate')}`,
      reason: expect.stringMatching(/^Gradient of input a, .*: expected .*, got .*\.$/),
      replay: 'npx backproof replay .backproof/elementwise.json',
    });
    expect(parts.multiply).toMatchObject({
      ...{ status: 'failed', misconception: 'multiply-gives-each-its-own-factor' },
      place: `ada/elementwise/elementwise.ts:${lineOf('EWiseMul')}`,
      replay: 'npx backproof replay .backproof/elementwise.multiply.json',
      counterexample: expect.any(Object),
    });
    expect(parts.multiply?.laws.at(-1)).toMatchObject({ id: 'vjp', verdict: 'disagree' });
    expect(parts.add).toMatchObject({ status: 'crashed', reason: 'It threw RangeError: no add' });
    expect(parts.add?.place).toMatch(/^ada\/elementwise\/elementwise\.ts:\d+$/);
    expect(parts.subtract).toMatchObject({ status: 'not-implemented', replay: null });
    expect(parts.divide).toMatchObject({ status: 'passed', score: 1, reason: '', message: '', place: null });
    const [json] = JSON.parse(jsonReport({ exercises: [result] } as unknown as Grade)).exercises;
    expect(parseCase(json.parts[3].counterexample)).toEqual({
      ok: true,
      value: parts.multiply?.counterexample,
    });
  });

  it('that is not the simplest failure is reported in a few lines, with the command that shows all of it', async () => {
    await inFolder(async () => {
      const result = await gradeAda('elementwise');
      const [first, ...others] = result?.message.split(/\n\n(?=multiply |add )/) ?? [];
      expect(first).toMatch(/^negate: This law is broken: /);
      expect(first).toContain(
        '\n\nAlso wrong: multiply.\nAlso crashed: add.\nStill to be written: subtract.\n',
      );
      for (const told of others) expect(told.split('\n').length).toBeLessThanOrEqual(4);
      const [, command = ''] =
        /multiply .*\n.*\n.*\n {2}In full: npx backproof (.*)/.exec(others.join('\n')) ?? [];
      expect(command).toBe('grade ada --only elementwise.multiply --seed 1 --runs 6');
      const out: string[] = [];
      const log = (text: string) => out.push(text);
      expect(await run(command.split(' '), { log, error: log })).toBe(1);
      expect(out.join('\n')).toContain('\nelementwise        0 / 1  ✗ failed\ntotal              0 / 1 ');
      const full = result?.parts.find(({ name }) => name === 'multiply')?.message.split('\n\nRun this')[0];
      expect(out.join('\n')).toContain(full);
    });
  });

  it('is saved by itself, and replayed', async () => {
    await inFolder(async () => {
      await gradeAda('elementwise');
      for (const file of ['elementwise.multiply.json', 'elementwise.add.json', 'elementwise.json']) {
        expect(existsSync(join('.backproof', file))).toBe(true);
        const out: string[] = [];
        const log = (text: string) => out.push(text);
        expect(await run(['replay', join('.backproof', file)], { log, error: log })).toBe(1);
      }
      const saved = JSON.parse(readFileSync('.backproof/elementwise.multiply.json', 'utf8'));
      expect(saved.case.program.steps[0].op).toBe('multiply');
    });
  });

  it('that is wrong stands in the terminal with its points, status and line', async () => {
    await inFolder(async () => {
      const report = terminalReport(
        await grade({ submission: 'ada', only: ['elementwise'], runs: 6, bundler: sharedBundler() }),
      );
      const file = 'ada/elementwise/elementwise.ts';
      expect(report).toMatch(new RegExp(`^  add       0 / 1  ✗ crashed  ${file}:\\d+$`, 'm'));
      expect(report).toContain(
        `\n  multiply  0 / 1  ✗ failed   ${file}:${lineOf('EWiseMul')}\n  negate    0 / 1  ✗ failed   ${file}:${lineOf('Negate')}\n\nnegate: This law`,
      );
    });
  });

  it('of a file that is not there is missing', async () => {
    const { exercises } = await grade({ submission: folderWith({}), only: ['shape.mean', 'shape.permute'] });
    expect(exercises).toMatchObject([
      {
        score: 0,
        maxScore: 6,
        parts: [
          { name: 'permute', status: 'missing' },
          { name: 'mean', maxScore: 3 },
        ],
      },
    ]);
  });
});

describe('a report', () => {
  it.each(['gradescope', 'exercism', 'ctrf'])(
    '%s has a test for each part, with its own points and words',
    async (name) => {
      await inFolder(async () => {
        const result = await grade({
          submission: 'ada',
          only: ['elementwise'],
          runs: 6,
          bundler: sharedBundler(),
        });
        const json = JSON.parse(reports[name]?.text(result) ?? '');
        const all = json.tests ?? json.results.tests;
        expect(all.map((test: { name: string }) => test.name)).toEqual(
          result.exercises[0]?.parts.map((part) => `elementwise.${part.name}`),
        );
        for (const part of ['negate', 'multiply', 'add']) {
          const told = all.find((test: { name: string }) => test.name === `elementwise.${part}`);
          const { message } = result.exercises[0]?.parts.find((each) => each.name === part) ?? {};
          expect(told.output ?? told.trace ?? '').toBe(name === 'exercism' ? '' : message);
          if (name === 'exercism') {
            expect(told).toMatchObject({ message, task_id: 1 });
            expect(told.test_code).toBe(`npx backproof grade --only elementwise.${part} --seed 1`);
          }
          if (name === 'gradescope') expect(told).toMatchObject({ score: 0, max_score: 1, status: 'failed' });
        }
      });
    },
  );

  it('of an exercise that is shown in part has one more test, for what is hidden', async () => {
    await inFolder(async () => {
      const [exercise] = wholeCourse.exercises;
      const hidden = { ...(exercise as AssignedExercise), hidden: ['negate', 'divide'] };
      const assignment = { ...wholeCourse, exercises: [hidden] };
      const result = await grade({ submission: 'ada', assignment, runs: 6, bundler: sharedBundler() });
      expect(result.exercises[0]?.unseen).toEqual({ status: 'failed', score: 1, maxScore: 2 });
      const text = reports.gradescope?.text(result) ?? '';
      const { tests, score } = JSON.parse(text);
      expect(tests.at(-1)).toMatchObject({
        ...{ name: 'elementwise: hidden cases', score: 1, max_score: 2, status: 'failed' },
        output: '1 of 2 points. These cases are hidden.',
      });
      const points = tests.map((test: { score: number }) => test.score);
      expect(points.reduce((sum: number, each: number) => sum + each, 0)).toBe(score);
      for (const report of ['gradescope', 'junit', 'html', 'markdown', 'exercism', 'json'])
        expect(reports[report]?.text(result)).not.toMatch(/negate|elementwise\.divide[^_\\]/);
    });
  });
});

describe('--only', () => {
  it('takes exercises, and parts of them', () => {
    expect(unknownAsked(wholeCourse, ['shape', 'elementwise.negate', 'matmul'])).toBeUndefined();
  });

  it.each([
    ['music', 'There is no exercise "music". The exercises are elementwise, exponential, '],
    ['negate', 'There is no exercise "negate". Did you mean elementwise.negate? The exercises are '],
    ['element-wise', 'There is no exercise "element-wise". Did you mean elementwise? '],
    ['addScalar', 'Did you mean elementwise.add_scalar? '],
    [
      'elementwise.negte',
      'elementwise has no part "negte". Did you mean elementwise.negate? Its parts are add, add_scalar, ',
    ],
    ['elementwise/negate', 'Did you mean elementwise.negate? '],
    ['shape.', 'shape has no part "". Did you mean shape? Its parts are reshape, '],
  ])('of %j says what is near', (name, sentence) => {
    expect(unknownAsked(wholeCourse, [name])).toContain(sentence);
  });
});
