/** What a page says of a failure of a function, in the function's own words. */
import { afterAll, describe, expect, it } from 'vitest';
import { courseOf } from '../../src/grader/course.js';
import { Checker } from '../../src/learn/checker.js';
import { lessonsOf } from '../../src/learn/lessons.js';
import { page } from '../../src/learn/pages.js';
import { en } from '../../src/texts/index.js';
import { altered, folderWith } from '../grader/submit.js';

const wrong = `import { full, matmul, mulScalar, summation, Tensor, transpose } from 'backproof/engine';
const number = (tensor) => tensor.toData().data[0];
const matrix = (entry) => Tensor.fromData({ dtype: 'float64', shape: [1, 1], data: [entry] });
export const scalar = (x, y) => [number(y) + Math.cos(number(x)), number(x)];
export const byX = (x, w) => [matrix(1), [2]];
export const byB = (x, w) => full([x.shape[0] * w.shape[1], w.shape[1]], 5);
export const vjp = (outGrad, x, w, b) => [
  mulScalar(matmul(outGrad, transpose(w)), 2), matmul(transpose(x), outGrad), summation(outGrad, 0)];
`;
/** divide computes wrongly, and multiply's rule, which is right, uses it. */
const resting = altered(
  'elementwise',
  ['import {', 'import { ones,'],
  ['return x / y;', 'return x / y + 0.5;'],
  [
    'return [multiply(outGrad, b), multiply(outGrad, a)];',
    'return [multiply(outGrad, divide(b, ones(b.shape, { dtype: b.dtype }))), multiply(outGrad, a)];',
  ],
);
const files = { 'jacobian/jacobian.ts': wrong, 'elementwise/elementwise.ts': resting };
const folder = folderWith(files, afterAll);
const assignment = courseOf(['jacobian', 'elementwise']);
const lessons = lessonsOf(assignment, folder);
const checker = new Checker(folder, assignment, folder);
afterAll(() => checker.stop());

/** As a learner reads it, in a terminal of 80 columns. */
async function pageOf(id: string): Promise<string> {
  const lesson = lessons.find((each) => each.id === id);
  if (lesson === undefined) throw new Error(`there is no ${id}`);
  const shown = { lesson, number: 1, total: 1, place: '', checkedBy: 'save' } as const;
  const style = {
    columns: 80,
    texts: en,
    paint: (_: string, text: string) => text,
    link: (place: string) => place,
  };
  return page(shown, await checker.check(lesson), undefined, style).join('\n');
}

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ');

describe('a page on a wrong function', () => {
  it('works an adjoint by hand with the names of its parameters, and letters that none of them has', async () => {
    const said = await pageOf('jacobian.vjp');
    expect(said).toMatch(/^\{ x:f64\[.*\] w:f64\[.*\] b:f64\[.*\]\n {2}d:/m);
    expect(said).toMatch(/^x̄ should be +x̄ came out as/m);
    expect(said).toMatch(/^ {2}x̄\[0, 0\] = Δ·∂f\/∂x\[0, 0\]$/m);
  });

  it('says of a wrong Jacobian what is wrong in its entries, by those names', async () => {
    expect(await pageOf('jacobian.by-b')).toMatch(/by b, entry \[0, 0\]: expected 1, got 5/);
  });

  it('says what was expected in the place of numbers, what came, and how a matrix is written', async () => {
    expect(inOneLine(await pageOf('jacobian.scalar'))).toContain(
      "expected a list of 2 matrices, the Jacobians by x and by y, but got a list of 2 numbers, [2, 0]. A matrix is a tensor of two axes: Tensor.fromData({ dtype: 'float64', shape: [1, 1], data: [3] })",
    );
    expect(inOneLine(await pageOf('jacobian.by-x'))).toContain(
      'expected a matrix, the Jacobian by x, but got a list of 2: a tensor of shape (1, 1), a list.',
    );
  });
});

it('says of an exercise that rests on a wrong one of the same file which case showed it, and how to run that again', async () => {
  const said = await pageOf('elementwise.multiply');
  expect(said).toContain('✓ right: every law holds');
  expect(inOneLine(said)).toContain(
    'Not blamed: it rests on divide, which is wrong; without that, every law holds. This case shows it: { a:',
  );
  expect(said).toMatch(/^Run this case again: npx backproof replay \S+elementwise\.multiply\.json/m);
});
