import { describe, expect, it } from 'vitest';
import type { Assignment } from '../../src/grader/assignment/assignment.js';
import { parseAssignment } from '../../src/grader/assignment/parse.js';
import { grade } from '../../src/grader/grade.js';
import type { GradeOptions } from '../../src/grader/options.js';
import type { ExerciseResult } from '../../src/grader/result.js';
import { altered, folderWith, sharedBundler, solutionOf } from './submit.js';

const product = 'return [multiply(outGrad, b), multiply(outGrad, a)];';
const swapped = altered('elementwise', [product, 'return [multiply(outGrad, a), multiply(outGrad, b)];']);

function assignmentOf(exercise: object): Assignment {
  const parsed = parseAssignment({ version: 1, name: 'hw', title: 'Homework', exercises: [exercise] });
  if (parsed.ok) return parsed.value;
  throw new Error(JSON.stringify(parsed.problems));
}

type Asked = Readonly<Record<string, unknown>> & { readonly id: string };

/** The one exercise of an assignment, with this source for its file. */
async function gradeAs(
  exercise: Asked,
  source: string,
  options: Partial<GradeOptions> = {},
): Promise<ExerciseResult> {
  const submission = folderWith({ [`${exercise.id}/${exercise.id}.ts`]: source });
  const result = await grade({
    submission,
    assignment: assignmentOf(exercise),
    runs: 12,
    replayFolder: submission,
    bundler: sharedBundler(),
    ...options,
  });
  return result.exercises[0] as ExerciseResult;
}

describe('credit', () => {
  const ops = { id: 'elementwise', points: 6, ops: ['add', 'multiply', 'divide'] };

  it('is a share for each part, unless told', async () => {
    expect(await gradeAs(ops, swapped)).toMatchObject({ score: 4, maxScore: 6, status: 'failed' });
  });

  it('may be all or nothing', async () => {
    expect(await gradeAs({ ...ops, credit: 'all' }, swapped)).toMatchObject({ score: 0, maxScore: 6 });
    expect(await gradeAs({ ...ops, credit: 'all' }, solutionOf('elementwise'))).toMatchObject({ score: 6 });
  });

  const byLaw = { ...ops, credit: { form: 1, vjp: 4, linear: 1 } };

  it('by law goes to each part in which no case breaks the law, whichever broke first', async () => {
    // multiply keeps its form and is linear; of the points for vjp the other two ops keep their shares.
    const { parts, ...all } = await gradeAs(byLaw, swapped);
    expect(all).toMatchObject({ score: 4.67, maxScore: 6, status: 'failed' });
    expect(parts).toMatchObject([
      { name: 'add', score: 2, maxScore: 2 },
      { name: 'multiply', score: 0.67, maxScore: 2 },
      { name: 'divide', score: 2, maxScore: 2 },
    ]);
    expect(await gradeAs(byLaw, solutionOf('elementwise'))).toMatchObject({ score: 6, status: 'passed' });
  });

  it('by law is none in a part where shapes are wrong, or the code throws', async () => {
    const scalar = altered('elementwise', [
      product,
      'return [outGrad, Tensor.fromData({ dtype: a.dtype, shape: [1, 1, 1, 1, 7], data: [1, 2, 3, 4, 5, 6, 7] })];',
    ]).replace('type Tensor', 'Tensor');
    expect(await gradeAs(byLaw, scalar)).toMatchObject({ score: 4, status: 'failed' });
    const throwing = altered('elementwise', [product, "throw new Error('no');"]);
    const { parts, ...all } = await gradeAs(byLaw, throwing);
    expect(all).toMatchObject({ score: 4, status: 'crashed' });
    expect(parts.map(({ score }) => score)).toEqual([2, 0, 2]);
  });

  it('by law is shared by the parts whose cases ask it, also where one of the others is wrong', async () => {
    const ties = { ...ops, ops: ['multiply', 'maximum', 'minimum'], credit: { vjp: 4, ties: 2 } };
    const throwing = altered('elementwise', [product, "throw new Error('no');"]);
    expect((await gradeAs(ties, throwing)).parts).toMatchObject([
      { name: 'multiply', score: 0, maxScore: 1.33 },
      { name: 'maximum', score: 2.33, maxScore: 2.33 },
      { name: 'minimum', score: 2.33, maxScore: 2.33 },
    ]);
  });

  it('of one part alone is its share', async () => {
    const only = (part: string, credit: unknown = 'parts') =>
      gradeAs({ ...ops, credit }, swapped, { only: [`elementwise.${part}`] });
    expect(await only('add')).toMatchObject({ score: 2, maxScore: 2, parts: [{ name: 'add' }] });
    expect(await only('multiply')).toMatchObject({ score: 0, maxScore: 2 });
    expect(await only('add', 'all')).toMatchObject({ score: 2, maxScore: 2 });
    expect(await only('multiply', byLaw.credit)).toMatchObject({ score: 0.67, maxScore: 2 });
  });

  it('of parts that share unevenly adds up to the points', async () => {
    const uneven = { ...ops, points: 10 };
    const { parts } = await gradeAs(uneven, solutionOf('elementwise'));
    expect(parts.map(({ maxScore }) => maxScore)).toEqual([3.33, 3.34, 3.33]);
  });

  it('by law is none for a law that no case asked', async () => {
    const never = { id: 'matmul', points: 3, credit: { vjp: 2, ties: 1 } };
    expect(await gradeAs(never, solutionOf('matmul'))).toMatchObject({ score: 2, status: 'passed' });
  });

  it('counts a probe with the law of its name', async () => {
    const overwriting = altered('backward', ['sum === undefined ? part : add(sum, part)', 'part']);
    // Of its five parts, two hold `vjp`, and the one that asks `deep` holds that.
    const deep = { id: 'backward', points: 3, credit: { vjp: 2, deep: 1 } };
    expect(await gradeAs(deep, overwriting)).toMatchObject({ score: 1.8, status: 'failed' });
  });

  it('is not given for nothing of nothing', async () => {
    await expect(gradeAs(ops, swapped, { only: [] })).rejects.toThrow(
      'Nothing of hw that is worth points was asked for: 0 of 0 is not a grade.',
    );
  });
});

describe('ops that are not asked for', () => {
  it('cost nothing when they are not written', async () => {
    const unwritten = altered('elementwise', ['return [negate(outGrad)];', "throw new Error('later');"]);
    const asked = { id: 'elementwise', points: 6, ops: ['multiply'] };
    expect(await gradeAs(asked, unwritten)).toMatchObject({ score: 6, maxScore: 6, status: 'passed' });
  });
});

describe('hidden cases', () => {
  const told = { counterexample: null, misconception: null, replay: null, laws: [] };
  const hidden = { id: 'elementwise', points: 12, hidden: true };

  it('are reported only with points and status', async () => {
    expect(await gradeAs(hidden, swapped)).toEqual({
      id: 'elementwise',
      title: 'Arithmetic, entry by entry',
      hidden: true,
      score: 11,
      maxScore: 12,
      status: 'failed',
      message: 'This exercise is graded on hidden cases.',
      parts: [],
      unseen: null,
      ...told,
    });
    expect(await gradeAs(hidden, solutionOf('elementwise'))).toMatchObject({
      score: 12,
      message: '',
      ...told,
    });
  });

  it('are told of in full to teachers', async () => {
    const result = await gradeAs(hidden, swapped, { reveal: true });
    expect(result).toMatchObject({ hidden: true, misconception: 'multiply-gives-each-its-own-factor' });
    expect(result.message).toMatch(/^multiply: This law is broken/);
    expect(result.replay).toMatch(/^npx backproof replay /);
  });

  const partly = { id: 'elementwise', points: 12, hidden: ['multiply'] };

  it('of some parts leave the others to be told of', async () => {
    const result = await gradeAs(partly, swapped);
    expect(result).toMatchObject({
      hidden: false,
      score: 11,
      status: 'failed',
      ...told,
      laws: expect.any(Array),
    });
    expect(result.message).toBe(
      'This exercise is graded on hidden cases, too, and not all of them are right.',
    );
    const both = swapped.replace('return [negate(outGrad)];', 'return [outGrad];');
    const { message, score, parts } = await gradeAs(partly, both);
    expect(score).toBe(10);
    expect(message).toMatch(/^negate: This law is broken/);
    expect(message).not.toContain('multiply');
    expect(parts.map(({ name }) => name)).not.toContain('multiply');
    expect(parts.filter(({ status }) => status !== 'passed')).toMatchObject([{ name: 'negate', score: 0 }]);
  });

  it('cannot be told by the submission: nothing that it says after it has seen them is reported', async () => {
    const telling = altered(
      'elementwise',
      [product, 'seen.push(...a.toData().data); return [outGrad, outGrad];'],
      [
        'return [negate(outGrad)];',
        "if (seen.length > 0) throw new Error('seen ' + seen); return [negate(outGrad)];",
      ],
    );
    const result = await gradeAs(partly, `${telling}\nconst seen: number[] = [];\n`);
    expect(result.message).toBe(
      'This exercise is graded on hidden cases, too, and not all of them are right.',
    );
  });
});
