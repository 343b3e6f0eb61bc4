import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Interrupted, Kept } from '../../bench/engine/kept.js';
import { SubjectProcess } from '../../bench/engine/process.js';
import { programs } from '../../bench/engine/programs.js';
import { pairsOf, ratiosOf, regressionsIn } from '../../bench/engine/ratios.js';
import { timesTable } from '../../bench/engine/report.js';
import { type Cell, questionOf, type Row, skippedBy } from '../../bench/engine/rounds.js';
import { spreadOf } from '../../bench/engine/spread.js';
import { type Subject, subjects } from '../../bench/engine/subjects.js';
import type { DType } from '../../src/case/tensor-data.js';

interface Value {
  readonly output: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

const opened: SubjectProcess[] = [];
afterAll(() => Promise.all(opened.map((each) => each.end())));

const open = (subject: Subject): SubjectProcess => {
  const child = new SubjectProcess(subject);
  opened.push(child);
  return child;
};

/** What a subject computes on a small version of every program; nothing where it lacks an op or the dtype. */
async function valuesOf(child: SubjectProcess, dtype: DType): Promise<ReadonlyMap<string, Value>> {
  const values = new Map<string, Value>();
  for (const program of programs) {
    try {
      await child.ask(questionOf({ program, size: program.small, dtype }));
      const { output, gradients } = await child.ask({ ask: 'value' });
      values.set(program.name, {
        output: output as Value['output'],
        gradients: gradients as Value['gradients'],
      });
    } catch (error) {
      skippedBy(error);
    }
  }
  return values;
}

const eager = subjects.find(({ name }) => name === 'eager') as Subject;
const truth = valuesOf(open(eager), 'float64');

/** js-pytorch lets a thousandth of what is below zero through its relu. */
const relu = ['mixed', 'elementwise', 'mlp'];
const tolerance = (subject: string, program: string, dtype: DType): number =>
  subject === 'js-pytorch' && relu.includes(program) ? 1e-2 : dtype === 'float32' ? 1e-5 : 1e-12;

function distance(found: readonly number[], expected: readonly number[]): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = Math.max(1, ...expected.map(Math.abs));
  return Math.max(0, ...found.map((each, k) => Math.abs(each - (expected[k] as number)))) / scale;
}

describe('on small versions of the programs', () => {
  for (const subject of subjects) {
    const lacks = subject.lacks();
    const name = lacks === undefined ? subject.name : `${subject.name} (skipped: ${lacks})`;
    it.skipIf(lacks !== undefined)(`${name} computes our values and gradients`, async () => {
      const child = open(subject);
      const found = { float64: await valuesOf(child, 'float64'), float32: await valuesOf(child, 'float32') };
      const wrong = [...(await truth)].flatMap(([program, expected]) =>
        (['float64', 'float32'] as const).flatMap((dtype) => {
          const value = found[dtype].get(program);
          if (value === undefined) return [];
          const pairs = [[value.output, expected.output] as const].concat(
            expected.gradients.map((each, at) => [value.gradients[at] ?? [], each] as const),
          );
          const far = Math.max(...pairs.map((pair) => distance(...pair)));
          return far <= tolerance(subject.name, program, dtype) ? [] : [`${program}, ${dtype}: ${far}`];
        }),
      );
      expect(wrong).toEqual([]);
      expect(found.float64.size + found.float32.size).toBeGreaterThan(5);
    });
  }
});

const row = (samples: Readonly<Record<string, Cell['samples']>>): Row => ({
  program: 'add',
  title: 'add, 3×3',
  size: 3,
  dtype: 'float64',
  cells: Object.entries(samples).map(([subject, samples]) => ({
    subject,
    ours: ['eager', 'lazy', 'eager, before'].includes(subject),
    samples,
  })),
});

describe('ratios', () => {
  it('have the median and the quartiles', () => {
    expect(spreadOf([5, 1, 2, 4, 3])).toEqual({ low: 2, median: 3, high: 4 });
    expect(spreadOf([1, 2])).toEqual({ low: 1.25, median: 1.5, high: 1.75 });
  });

  it('are formed within a round, so that a slow round slows both', () => {
    const [pair] = pairsOf(row({ eager: [2, 200, 2], torch: [1, 100, 1] }));
    expect(pair).toEqual({ ours: 'eager', other: 'torch', ratio: { low: 2, median: 2, high: 2 } });
  });

  it('leave out rounds in which a slow subject had no turn', () => {
    const [pair] = pairsOf(row({ eager: [2, 8, 6], torch: [1, null, 3] }));
    expect(pair?.ratio).toEqual({ low: 2, median: 2, high: 2 });
  });

  it('compare ours with others, lazy with eager, and each with its earlier build', () => {
    const all = row({ eager: [1], lazy: [1], torch: [1], HIPS: { skipped: 'no' }, 'eager, before': [1] });
    expect(pairsOf(all).map(({ ours, other }) => `${ours} ÷ ${other}`)).toEqual([
      'eager ÷ torch',
      'eager ÷ eager, before',
      'lazy ÷ eager',
      'lazy ÷ torch',
    ]);
  });

  const key = 'add, 3×3, float64: eager ÷ torch';
  const ratio = (median: number, spread = 0) => ({
    [key]: { low: median - spread / 2, median, high: median + spread / 2 },
  });

  it('are named by row and pair', () => {
    expect(ratiosOf([row({ eager: [2], torch: [1] })])).toEqual(ratio(2));
  });

  it('are worse when they grew by more than their spread and a fifth', () => {
    const grows = (to: number, spread = 0) => regressionsIn(ratio(1), ratio(to, spread)).regressions.length;
    expect([grows(1.19), grows(1.21), grows(1.21, 0.2), grows(0.5)]).toEqual([0, 1, 0, 0]);
  });

  it('that were not measured before are not compared', () => {
    expect(regressionsIn({}, ratio(2))).toEqual({ compared: 0, regressions: [] });
  });
});

it('The table leaves out who computed nothing, and marks what someone did not', () => {
  const rows = [row({ eager: [1, 2, 3], torch: { skipped: 'no' } }), row({ eager: [1500], HIPS: [0.5] })];
  expect(timesTable(rows)).toBe(
    [
      '| µs | dtype | eager | HIPS |',
      '| --- | --- | --- | --- |',
      '| add, 3×3 | float64 | 2.00 (1.50–2.50) | – |',
      '| add, 3×3 | float64 | 1,500 (1,500–1,500) | 0.50 (0.50–0.50) |',
    ].join('\n'),
  );
});

describe('what is finished of a run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backproof-bench-'));
  const file = join(folder, 'kept.json');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is not measured again, and what an interruption cut short is not kept', async () => {
    let interrupted = false;
    const first = new Kept(file, () => interrupted);
    expect(await first.piece('whole', async () => 1)).toBe(1);
    const cut = first.piece('cut', async () => {
      interrupted = true;
      return 2;
    });
    await expect(cut).rejects.toThrow(Interrupted);
    const second = new Kept(file, () => false);
    expect(await second.piece('whole', async () => 3)).toBe(1);
    expect(await second.piece('cut', async () => 4)).toBe(4);
  });
});
