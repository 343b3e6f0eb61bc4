/** What `grade` prints at the end of the failure with which a learner begins. */
import { expect, it } from 'vitest';
import { backproof } from '../cli/in-own-folder.js';
import { altered, folderWith } from './submit.js';

it('works one entry by hand, of the first failure alone, in 80 columns and by the names of a function', async () => {
  const submission = folderWith({
    'elementwise/elementwise.ts': altered('elementwise', [
      '[multiply(outGrad, b), multiply(outGrad, a)]',
      '[multiply(outGrad, a), multiply(outGrad, b)]',
    ]),
    'matmul/matmul.ts': altered('matmul', [', matmul(transpose(a), outGrad)]', ', b]']),
  });
  const { out } = await backproof('grade', submission, '--only', 'elementwise,matmul', '--no-save');
  expect(out).toMatch(/^Begin with elementwise/m);
  const [, told = ''] = /^── elementwise ─+\n([\s\S]*?)\n\n── matmul/m.exec(out) ?? [];
  expect(told).toMatch(/By hand:\n {2}ā\[0\] = Δ·∂c\/∂a\[0\]\n {7}= 2·3\n {7}= 6, but 4 came$/);
  expect(out.split('By hand:')).toHaveLength(2);

  const rule = altered('jacobian', ['summation(outGrad, 0)', 'mulScalar(summation(outGrad, 0), 2)']);
  const chapter = folderWith({
    'jacobian/jacobian.ts': rule.replace(
      "from 'backproof/engine'",
      "from 'backproof/engine';\nimport { mulScalar } from 'backproof/engine'",
    ),
  });
  const of = await backproof('grade', chapter, '--only', 'jacobian.vjp', '--no-save');
  expect(of.out).toMatch(/^By hand:\n {2}b̄\[0\] = Δ·∂f\/∂b\[0\]$/m);
});
