import { expect, it } from 'vitest';
import { altered, gradeSource } from './submit.js';

const wrongQuotient = ['return x / y;', 'return x / y + 0.5;'] as const;
const product = ['return [multiply(outGrad, b), multiply(outGrad, a)];'] as const;
/** Right, if only divide is. */
const byDivision = [
  ...product,
  'const one = ones(b.shape, { dtype: b.dtype }); return [multiply(outGrad, divide(b, one)), multiply(outGrad, a)];',
] as const;

const lostOf = async (...changes: readonly (readonly [string, string])[]) => {
  const { parts, score, message } = await gradeSource(
    'elementwise',
    altered('elementwise', ['import {', 'import { ones,'], ...changes),
  );
  return {
    message,
    score,
    lost: parts.filter((part) => part.score < part.maxScore).map(({ name }) => name),
    rests: parts.filter(({ restsOn }) => restsOn.length > 0).map(({ name, restsOn }) => [name, ...restsOn]),
  };
};

it('a rule is not blamed for an op of its file that computes wrongly', async () => {
  const { message, ...lost } = await lostOf(wrongQuotient, byDivision);
  expect(lost).toEqual({ score: 11, lost: ['divide'], rests: [['multiply', 'divide']] });
  expect(message).toMatch(
    /multiply: Not blamed: it rests on divide, which is wrong; without that, every law holds\.\n\nThis case shows it:\n\{ a:[\s\S]* = multiply a b\n[\s\S]*\nΔ = .*\n[\s\S]*\n\nRun this case again: npx backproof replay \S*elementwise\.multiply\.json$/,
  );
});

it('a rule that is wrong itself stays blamed, though it uses an op that computes wrongly', async () => {
  const wrong = [
    ...product,
    'const one = ones(b.shape, { dtype: b.dtype }); return [multiply(outGrad, divide(a, one)), multiply(outGrad, a)];',
  ] as const;
  expect(await lostOf(wrongQuotient, wrong)).toMatchObject({
    score: 10,
    lost: ['multiply', 'divide'],
    rests: [],
  });
});

it('a rule that changes numbers behind its graph stays blamed', async () => {
  const behind = [
    ...product,
    `const result = multiply(outGrad, divide(b, ones(b.shape, { dtype: b.dtype })));
    if (result.cachedData !== undefined) result.cachedData.data.forEach((x, i, all) => { (all as number[])[i] = 2 * (x as number); });
    return [result, multiply(outGrad, a)];`,
  ] as const;
  expect(await lostOf(wrongQuotient, behind)).toMatchObject({
    score: 10,
    lost: ['multiply', 'divide'],
    rests: [],
  });
});
