import { expect, it } from 'vitest';
import { grade } from '../../src/grader/grade.js';
import { terminalReport } from '../../src/grader/reports/terminal.js';
import { altered, folderWith, gradeSource, sharedBundler } from './submit.js';

const detached = [
  '[multiply(outGrad, b), multiply(outGrad, a)]',
  '[multiply(outGrad, b.detach()), multiply(outGrad, a)]',
] as const;
const unsigned = ['return [negate(outGrad)];', 'return [outGrad];'] as const;

it('shows a failure of first order before one of second order, whose op comes first', async () => {
  const result = await gradeSource('elementwise', altered('elementwise', detached, unsigned));
  expect(result).toMatchObject({ status: 'failed', score: 10, counterexample: { order: 1 } });
  expect(result.message).toMatch(/^negate: This law is broken: the vjp equals JᵀΔ\./);
  expect(result.message).toContain('\n\nAlso wrong: multiply.\n');
});

it('shows what answers wrongly before what is still to be written', async () => {
  const unwritten = ['return [outGrad, outGrad];', "throw new NotImplemented('EWiseAdd.gradient');"] as const;
  const imports = ['import {', 'import { NotImplemented,'] as const;
  const result = await gradeSource('elementwise', altered('elementwise', unwritten, detached, imports));
  expect(result.message).toMatch(/^multiply: This law is broken: second order equals the reference's\./);
  expect(result.message).toContain('\n\nStill to be written: add.\n');
});

it('names the exercise to begin with, which has the simplest failure of all', async () => {
  const submission = folderWith({
    'elementwise/elementwise.ts': altered('elementwise', detached),
    'exponential/exponential.ts': altered('exponential', [
      '[multiply(outGrad, node)]',
      '[multiply(outGrad, outGrad)]',
    ]),
  });
  const only = ['elementwise', 'exponential'];
  const how = { only, runs: 8, replayFolder: submission, bundler: sharedBundler() };
  const report = terminalReport(await grade({ submission, ...how }));
  expect(report).toMatch(/^total .*\n\nBegin with exponential: its failure is the simplest\.\n/m);
});
