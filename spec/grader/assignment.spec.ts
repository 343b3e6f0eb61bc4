import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/case/parse.js';
import { type AssignedExercise, seedOf, wholeCourse } from '../../src/grader/assignment/assignment.js';
import { assignmentSchema } from '../../src/grader/assignment/format.js';
import { loadAssignment } from '../../src/grader/assignment/load.js';
import { parseAssignment } from '../../src/grader/assignment/parse.js';
import { courseOf } from '../../src/grader/course.js';
import { folderWith } from './submit.js';

const fitsSchema = new Ajv2020({ strict: false }).compile(assignmentSchema);
const shape = { id: 'shape', points: 20, hidden: ['permute', 'mean'] };
const homework = (...exercises: readonly object[]) => ({
  version: 1,
  name: 'hw-1',
  title: 'Homework',
  exercises,
});

/** The problems of an assignment, one per line. */
function problemsOf(json: unknown): string {
  const parsed = parseAssignment(json);
  return parsed.ok ? '' : formatProblems(parsed.problems);
}

describe('the assignment of the whole course', () => {
  it('is the one that is graded unless another is named', () => {
    expect(loadAssignment('backproof')).toEqual(wholeCourse);
    expect(wholeCourse.exercises.reduce((sum, { points }) => sum + points, 0)).toBe(100);
  });

  it('fits the schema', () => {
    expect(fitsSchema(JSON.parse(readFileSync('assignments/backproof.json', 'utf8')))).toBe(true);
  });
});

describe('an assignment', () => {
  it('weighs exercises, and says which of their parts are asked for and which are hidden', () => {
    const json = homework({ id: 'elementwise', points: 4, title: 'Ops', ops: ['divide', 'add'] }, shape);
    const parsed = parseAssignment(json);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        name: 'hw-1',
        exercises: [
          { id: 'elementwise', title: 'Ops', ops: ['add', 'divide'], points: 4, hidden: [], credit: 'parts' },
          { id: 'shape', points: 20, hidden: ['permute', 'mean'] },
        ],
      },
    });
    expect(fitsSchema(json)).toBe(true);
  });

  it('may ask for a chapter of the curriculum with its own points, or for one exercise of it', () => {
    const json = homework({ id: 'jacobian', credit: 'all' }, { id: 'second.cube', points: 7, hidden: true });
    const parsed = parseAssignment(json);
    const asked = parsed.ok ? parsed.value.exercises : [];
    expect(asked.map(({ id, points, hidden, credit }) => [id, points, hidden, credit])).toEqual([
      ...courseOf(['jacobian']).exercises.map(({ id, points }) => [id, points, [], 'all']),
      ['second.cube', 7, true, 'parts'],
    ]);
    expect(fitsSchema(json)).toBe(true);
  });

  it('says which conventions cost no points', () => {
    const json = { ...homework(shape), conventions: ['epsilon', 'zero-exponent'] };
    expect(parseAssignment(json)).toMatchObject({ ok: true, value: { conventions: json.conventions } });
    expect(fitsSchema(json)).toBe(true);
    const none = { ...json, conventions: [] };
    expect(parseAssignment(none)).toMatchObject({ ok: true, value: { conventions: [] } });
    expect(fitsSchema(none)).toBe(true);
    const unknown = { ...json, conventions: ['eps'] };
    expect(problemsOf(unknown)).toContain(
      '$.conventions[0]: expected one of epsilon, mean-times-count, shifted-angle, zero-exponent, got "eps"',
    );
    expect(fitsSchema(unknown)).toBe(false);
  });

  it('is read from the example in the documentation', () => {
    const [, example = ''] = /```json\n(.*?)```/s.exec(readFileSync('docs/grading.md', 'utf8')) ?? [];
    expect(problemsOf(JSON.parse(example))).toBe('');
    expect(fitsSchema(JSON.parse(example))).toBe(true);
  });

  it.each([
    [
      null,
      '$: expected an object with version, name, title, over, hiddenSecret, nameHiddenMistakes, conventions, exercises, got null',
    ],
    [{ ...homework(shape), version: 2 }, '$.version: expected 1, the version of this format, got 2'],
    [
      { ...homework(shape), name: 'A b' },
      '$.name: expected lower-case letters, digits and hyphens, got "A b"',
    ],
    [
      { ...homework(shape), late: 1 },
      '$.late: there is no such field; the fields are version, name, title, over, hiddenSecret, nameHiddenMistakes, conventions, exercises',
    ],
    [
      { ...homework(shape), hiddenSecret: 7 },
      '$.hiddenSecret: expected 32 hexadecimal digits in lower case, such as `openssl rand -hex 16` prints',
    ],
    [homework(), '$.exercises: expected a list of exercises, at least one, got []'],
    [
      homework({ id: 'music', points: 1 }),
      '$.exercises[0].id: expected one of elementwise, exponential, shape, matmul, stable, backward, realize, jacobian, softmax, second, gather, conv, function, attention, network, transformer, got "music"',
    ],
    [homework({ id: 'shape' }), '$.exercises[0].points: expected points, a number from 0 up, got nothing'],
    [
      homework({ ...shape, points: -1 }),
      '$.exercises[0].points: expected points, a number from 0 up, got -1',
    ],
    [homework({ ...shape, hidden: 1 }), '$.exercises[0].hidden: expected true, or a list of parts, got 1'],
    [
      homework({ ...shape, credit: 'some' }),
      '$.exercises[0].credit: expected "all", "parts", or the points of each law, such as {"vjp": 5}, got "some"',
    ],
  ])('that makes no sense is refused, by the schema as well: %j', (json, problem) => {
    expect(problemsOf(json)).toContain(problem);
    expect(fitsSchema(json)).toBe(false);
  });

  it.each([
    [homework(shape, shape), '$.exercises[1]: "shape" is listed twice'],
    [
      homework({ id: 'jacobian', points: 4 }),
      '$.exercises[0].points: jacobian is a chapter, whose exercises have points of their own: leave points out, or name one of jacobian.scalar, jacobian.by-x, ',
    ],
    [
      homework({ id: 'jacobian.by-z' }),
      '$.exercises[0].id: there is no jacobian.by-z; there are jacobian.scalar, jacobian.by-x, ',
    ],
    [
      homework({ ...shape, points: 0 }),
      '$.exercises: all exercises together are worth no points; a grade of 0 of 0 means nothing',
    ],
    [
      homework({ ...shape, points: 0.05 }),
      '$.exercises[0].points: each of its 6 parts is worth less than 0.01 points, the least that is displayed; give it more, or 0',
    ],
    [
      homework({ ...shape, points: 0.001, credit: 'all' }),
      '$.exercises[0].points: it is worth less than 0.01 points, the least that is displayed; give it more, or 0',
    ],
    [
      homework({ ...shape, points: 1, credit: { vjp: 0.996, form: 0.004 } }),
      '$.exercises[0].credit.form: expected 0, or at least 0.01 points, the least that is displayed, got 0.004',
    ],
    [
      homework({ ...shape, points: 1e300 }),
      '$.exercises[0].points: expected points, a number from 0 to 1000000, got 1e+300',
    ],
    [
      homework({ id: 'backward', points: 1, ops: ['add'] }),
      '$.exercises[0].ops: backward is graded as a whole, so its ops cannot be chosen; leave this out',
    ],
    [
      homework({ ...shape, hidden: ['exp'] }),
      '$.exercises[0].hidden[0]: expected one of reshape, transpose, permute, broadcast_to, summation, mean, got "exp"',
    ],
    [homework({ ...shape, ops: ['mean', 'mean'] }), '$.exercises[0].ops[1]: "mean" is listed twice'],
    [
      homework({ id: 'realize', points: 3, credit: { form: 3 } }),
      '$.exercises[0].credit.form: realize is not graded by this law; it is by value, pure, linear-time, all-paths, deep',
    ],
    [
      homework({ id: 'matmul', points: 9, credit: { vjp: 3, linear: 5 } }),
      '$.exercises[0].credit: the laws are worth 8 points together, but the exercise is worth 9',
    ],
  ])('that asks for what there is not is refused: %j', (json, problem) => {
    expect(problemsOf(json)).toContain(problem);
  });

  it.each([
    [{ optional: ['add'] }, '$.exercises[0].optional: at least one op must be asked of everybody'],
    [{ optional: ['log'] }, '$.exercises[0].optional[0]: expected one of add, got "log"'],
    [
      { optional: ['add'], programs: true },
      '$.exercises[0].optional: programs are made of the ops that the submission has; leave this out',
    ],
  ])('over an adapter asks for something of everybody: %j', (fields, problem) => {
    const exercise = { id: 'pairs', title: 'Pairs', points: 1, ops: ['add'], ...fields };
    expect(problemsOf({ ...homework(exercise), over: 'adapter' })).toContain(problem);
  });

  it('over an adapter is refused by the parser where the schema refuses it', () => {
    const exercise = { id: 'pairs', title: 'Pairs', points: 1, ops: ['add'], hints: ['Look.', 1] };
    const json = { ...homework(exercise), over: 'adapter' };
    expect([fitsSchema(json), problemsOf(json)]).toEqual([
      false,
      '$.exercises[0].hints[1]: expected a text, got 1',
    ]);
  });

  it('hides an exercise as a whole when all of its parts are hidden', () => {
    const parsed = parseAssignment(homework({ id: 'matmul', points: 1, hidden: ['matmul'] }));
    expect(parsed).toMatchObject({ ok: true, value: { exercises: [{ hidden: true }] } });
  });
});

describe('the seed of a part', () => {
  const secret = '0123456789abcdef0123456789abcdef';
  const parsed = parseAssignment({
    ...homework({ ...shape, hidden: ['mean', 'permute'] }),
    hiddenSecret: secret,
  });
  if (!parsed.ok) throw new Error('this assignment is sound');
  const [exercise] = parsed.value.exercises as [AssignedExercise];
  const seeds = (hiddenSecret: string) =>
    ['reshape', 'mean', 'permute'].map((part) =>
      seedOf({ ...parsed.value, hiddenSecret }, exercise, part, 7),
    );

  it('is that of the grading where it is shown, and else comes from the secret, the exercise and the part', () => {
    const [shown, mean, permute] = seeds(secret);
    expect(shown).toBe(7);
    expect(new Set([7, mean, permute, ...seeds(secret.replace('0', '1'))]).size).toBe(5);
    expect(seeds(secret)).toEqual([7, mean, permute]);
  });
});

describe('the file of an assignment', () => {
  it('is found by its name among those of this package, or as a file', () => {
    const folder = folderWith({ 'hw.json': JSON.stringify(homework(shape)) });
    expect(loadAssignment(join(folder, 'hw.json')).name).toBe('hw-1');
  });

  it('says where it is wrong', () => {
    const folder = folderWith({});
    const file = join(folder, 'hw.json');
    expect(() => loadAssignment(file)).toThrow(
      `There is no assignment "${file}": neither a file, nor one of backproof`,
    );
    writeFileSync(file, '{');
    expect(() => loadAssignment(file)).toThrow(`${file} is not JSON: `);
    writeFileSync(file, JSON.stringify(homework()));
    expect(() => loadAssignment(file)).toThrow(`${file} is not an assignment:\n$.exercises: expected a list`);
  });
});
