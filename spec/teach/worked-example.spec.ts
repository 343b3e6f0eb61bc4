import { describe, expect, it } from 'vitest';
import { engineImplementation } from '../../src/api/index.js';
import type { Case } from '../../src/case/case.js';
import type { Step } from '../../src/case/vocabulary.js';
import { type Misconception, misconceptions, plant } from '../../src/misconceptions/index.js';
import { workedEntry, workedExample } from '../../src/teach/index.js';

type Array2 = readonly (readonly number[])[];
const matrix = (rows: Array2) => ({
  dtype: 'float64' as const,
  shape: [rows.length, rows[0]?.length ?? 0],
  data: rows.flat(),
});

const caseOf = (step: Step, inputs: readonly Array2[], delta: Array2): Case => ({
  program: {
    inputs: inputs.map((rows) => ({ dtype: 'float64', shape: matrix(rows).shape })),
    steps: [step],
    outputs: [inputs.length],
  },
  inputs: inputs.map(matrix),
  cotangents: [[matrix(delta)]],
  mode: 'eager',
  order: 1,
  directions: [],
});

/** What a misconception makes of a case, as a learner reads it. */
async function readOf(name: string, testCase: Case): Promise<string> {
  const found = misconceptions.find((each) => each.name === name) as Misconception;
  const outcome = await plant(found).run(testCase);
  return outcome.kind === 'done' ? workedExample(testCase, outcome).join('\n') : outcome.kind;
}

describe('a wrong gradient worked by hand', () => {
  it('shows what should come back and what came, wrong entries in brackets, and one of them as a sum', async () => {
    const transpose = caseOf(
      { op: 'transpose', args: [0], axes: [0, 1] },
      [
        [
          [2, 3],
          [-1.5, 1],
        ],
      ],
      [
        [2, -3],
        [5, -1.5],
      ],
    );
    expect(await readOf('transpose-reshapes', transpose)).toBe(
      `a            Δ
   2    3       2   -3
-1.5    1       5 -1.5

ā should be      ā came out as
    2      5         2    [-3]
   -3   -1.5        [5]  -1.5

By hand:
  ā[0, 1] = Σₖ Δₖ·∂bₖ/∂a[0, 1]   (k runs over the entries of b, row by row)
          = 2·0 + (-3)·0 + 5·1 + (-1.5)·0
          = 5, but -3 came`,
    );
  });

  it('leaves the terms out whose slope is 0 if there are many, and says how many', async () => {
    const zeros = [0, 1, 2].map((row) => [3 * row, 3 * row + 1, 3 * row + 2]);
    const transpose = caseOf(
      { op: 'transpose', args: [0], axes: [0, 1] },
      [zeros],
      zeros.map((row) => row.map((x) => x * x)),
    );
    expect(await readOf('transpose-reshapes', transpose)).toContain(`
          = 9·1
            (the other 8 slopes are 0)
          = 9, but 1 came`);
  });

  it('names the inputs whose gradients are right', async () => {
    const divide = caseOf({ op: 'subtract', args: [0, 1] }, [[[3, 1]], [[1, 2]]], [[2, 5]]);
    const name = misconceptions.find(
      (each) => each.name.startsWith('subtract-') && each.exercise === 'elementwise',
    )?.name;
    expect(await readOf(name ?? '', divide)).toContain('ā is right.');
  });

  it('gives the interval where a slope jumps', async () => {
    const relu = caseOf({ op: 'relu', args: [0] }, [[[0, -1]]], [[3, 2]]);
    const read = await readOf('relu-passes-through', relu);
    expect(read).toContain('[2]');
    expect(read).toContain('= 0, but 2 came');
  });

  it('says nothing where all is right', async () => {
    const relu = caseOf({ op: 'relu', args: [0] }, [[[1, -1]]], [[3, 2]]);
    const outcome = await engineImplementation().run(relu);
    expect(outcome.kind === 'done' && workedExample(relu, outcome)).toEqual([]);
  });

  it('works the entry that is asked for, if it is wrong', async () => {
    const square = [
      [2, -3],
      [5, -1.5],
    ];
    const transpose = caseOf({ op: 'transpose', args: [0], axes: [0, 1] }, [square], square);
    const found = misconceptions.find(({ name }) => name === 'transpose-reshapes') as Misconception;
    const outcome = await plant(found).run(transpose);
    const worked = (entry: readonly number[]) =>
      outcome.kind === 'done' ? workedEntry(transpose, outcome, {}, entry)[1] : '';
    expect(worked([1, 0])).toMatch(/^ {2}ā\[1, 0\] = /);
    expect(worked([1, 1])).toMatch(/^ {2}ā\[0, 1\] = /);
  });

  it('breaks long sums between terms', async () => {
    const thirds = [[1 / 3, -1 / 7, 2 / 9, -5 / 7, 8 / 11, -3 / 13]];
    const mean = caseOf(
      { op: 'softmax', args: [0], axes: [1] },
      thirds.map((row) => [row]),
      thirds,
    );
    const outcome = await plant(
      misconceptions.find(({ name }) => name.startsWith('softmax-')) as Misconception,
    ).run(mean);
    const lines = outcome.kind === 'done' ? workedEntry(mean, outcome, { width: 60 }) : [];
    expect(lines[0]).toBe('By hand:');
    expect(lines.filter((line) => /^ +\+ /.test(line))).not.toEqual([]);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });
});
