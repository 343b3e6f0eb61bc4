import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { backproof, inOwnFolder } from '../cli/in-own-folder.js';
import { altered, folderWith } from '../grader/submit.js';

// The other mistake needs a larger case: what is read first is the simplest.
const source = altered(
  'shape',
  [
    'gradient(outGrad: Tensor, _: Node<One>): One {\n    return [transpose(outGrad, this.axes)];',
    'gradient(outGrad: Tensor, node: Node<One>): One {\n    return [reshape(outGrad, node.inputs[0].shape)];',
  ],
  [
    'reshape(summation(outGrad, repeated)',
    'reshape(divideScalar(summation(outGrad, repeated), x.shape.reduce((a, b) => a * b, 1) > 5 ? 2 : 1)',
  ],
);
const folder = folderWith({ 'shape/shape.ts': source }, afterAll);
const [, block = ''] = /^```text\n(.*?)\n```$/ms.exec(readFileSync('README.zh.md', 'utf8')) ?? [];

inOwnFolder();

it('grade prints in Chinese what README.zh.md shows', async () => {
  const { out } = await backproof('grade', folder, '--only', 'shape', '--runs', '6', '--lang', 'zh');
  const lines = out.split('\n');
  expect(block).toContain('手算：');
  expect(block.split('\n').filter((line) => !lines.includes(line))).toEqual([]);
});
