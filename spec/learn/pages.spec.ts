/** What a page says of a failure of a function, in the function's own words. */
import { afterAll, describe, expect, it } from 'vitest';
import { courseOf } from '../../src/grader/course.js';
import { Checker } from '../../src/learn/checker.js';
import { lessonsOf } from '../../src/learn/lessons.js';
import { page } from '../../src/learn/pages.js';
import { en } from '../../src/texts/index.js';
import { folderWith } from '../grader/submit.js';

const wrong = `import { full, matmul, mulScalar, summation, Tensor, transpose } from 'backproof/engine';
const number = (tensor) => tensor.toData().data[0];
const matrix = (entry) => Tensor.fromData({ dtype: 'float64', shape: [1, 1], data: [entry] });
export const scalar = (x, y) => [number(y) + Math.cos(number(x)), number(x)];
export const byX = (x, w) => [matrix(1), [2]];
export const byB = (x, w) => full([x.shape[0] * w.shape[1], w.shape[1]], 5);
export const vjp = (outGrad, x, w, b) => [
  mulScalar(matmul(outGrad, transpose(w)), 2), matmul(transpose(x), outGrad), summation(outGrad, 0)];
`;
const folder = folderWith({ 'jacobian/jacobian.ts': wrong }, afterAll);
const assignment = courseOf(['jacobian']);
const lessons = lessonsOf(assignment, folder);
const checker = new Checker(folder, assignment, folder);
afterAll(() => checker.stop());

/** As a learner reads it, in a terminal of 80 columns. */
async function pageOf(id: string): Promise<string> {
  const lesson = lessons.find((each) => each.id === id);
  if (lesson === undefined) throw new Error(`jacobian has no ${id}`);
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
