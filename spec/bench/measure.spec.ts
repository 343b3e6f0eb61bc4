import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catchersOf } from '../../bench/measure/ablate-laws.js';
import { biasSection, type Drawing } from '../../bench/measure/ablation-biases.js';
import { lawSection } from '../../bench/measure/ablation-laws.js';
import { coverage } from '../../bench/measure/coverage.js';
import { measureAll } from '../../bench/measure/jobs.js';
import { killOf } from '../../bench/measure/kills.js';
import { numbered, type Part } from '../../bench/measure/part.js';
import { reportOf } from '../../bench/measure/report.js';
import { sensitivity } from '../../bench/measure/sensitivity.js';
import { Store } from '../../bench/measure/store.js';
import { without } from '../../src/generate/index.js';
import { type Misconception, misconceptions } from '../../src/misconceptions/index.js';

const named = (name: string): Misconception => {
  const found = misconceptions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no misconception is named ${name}`);
  return found;
};

describe('removing a law', () => {
  it('lets a misconception survive that only this law catches', async () => {
    const catchers = await catchersOf(named('relu-clips-its-input-in-place'));
    expect(catchers).toMatchObject({ laws: ['pure'], first: 'pure', runFailed: false, cases: 200 });
    expect(lawSection([catchers]).markdown).toContain(
      '| pure | relu-clips-its-input-in-place | 1: relu-clips-its-input-in-place |',
    );
  });

  it('removes a foundation too', async () => {
    const { laws } = await catchersOf(named('negate-writes-its-gradient-over-its-value'));
    expect(laws).toEqual(['value', 'jvp']);
  });

  it('spares a misconception that breaks two laws, and stops at the second', async () => {
    const catchers = await catchersOf(named('exp-forgets-the-cotangent'));
    expect(catchers.laws.length).toBeGreaterThan(1);
    expect(catchers.cases).toBeLessThan(10);
  });
});

describe('removing a bias', () => {
  const name = 'multiply-is-wrong-for-0-d-arrays';

  it('lets a misconception survive that shows only there', async () => {
    expect((await killOf(named(name), 1)).cases).toBeLessThan(20);
    expect(await killOf(named(name), 1, without('zero-d'))).toEqual({ name, cases: null });
  });

  it('is told by survivors, by those that are slowed, or as idle', () => {
    const drawing = (bias: Drawing['without'], a: number | null, b: number): Drawing => ({
      kind: 'drawing',
      without: bias,
      seed: 1,
      kills: [
        { name: 'a', cases: a },
        { name: 'b', cases: b },
      ],
    });
    const { markdown } = biasSection([
      drawing(null, 2, 4),
      drawing('zero-d', null, 4),
      drawing('empty', 2, 20),
      drawing('kink', 3, 4),
    ]);
    expect(markdown).toContain('| zero-d | a | 4.00 → 4.00 | none |');
    expect(markdown).toContain('| empty | none | 3.00 → 11.00 | b (4 → 20) |');
    expect(markdown).toContain('| kink | none | 3.00 → 3.50 | none |');
    expect(markdown).toMatch(/not show that they are needed:\nkink\.$/);
  });
});

describe('the sensitivity', () => {
  it('counts a mistake of a relative 1e-10 in one entry of ten as caught', async () => {
    const block = sensitivity.blocks(1).find((each) => each.name === 'sensitivity-exp-float64-10');
    const result = await block?.run();
    expect(result).toMatchObject({ op: 'exp', dtype: 'float64', entries: 10, skipped: 0 });
    expect(result?.planted).toMatchObject([{ verdict: 'caught' }]);
  });
});

describe('the coverage', () => {
  it('counts cases by bias, op, rank and law', async () => {
    const results = (await coverage.blocks(50)[0]?.run()) ?? [];
    const [op] = results.filter(({ of }) => of === 'op');
    expect(op).toMatchObject({ cases: 5, ops: { add: 5 }, laws: { value: 5, vjp: 5 } });
    expect(coverage.section([results]).markdown).toMatch(/\| vjp \| 35 \(100\.0 %\) \| 15 \(100\.0 %\) \|/);
  });
});

describe('two processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backproof-jobs-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('measure each block once, as one process does', async () => {
    const names = ['relu', 'exp', 'add'].map((op) => `sensitivity-${op}-float64-10`);
    const done: string[] = [];
    await measureAll(names, { jobs: 2, arguments: [folder, 1], onDone: (name) => done.push(name) });
    expect(done.sort()).toEqual([...names].sort());
    const [block] = sensitivity.blocks(1).filter(({ name }) => name === 'sensitivity-exp-float64-10');
    expect(block && new Store(folder).read(block)).toEqual(await block?.run());
  });

  it('end the measurement when one of them cannot go on', async () => {
    const asked = measureAll(['no-such-block'], { jobs: 2, arguments: [folder, 1], onDone: () => {} });
    await expect(asked).rejects.toThrow('a process that measures ended with code 1');
  });
});

describe('the report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backproof-measure-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('speaks of the parts that are wholly measured, whenever that was', async () => {
    const store = new Store(folder);
    const part = (name: string): Part<number> => ({
      name,
      key: name,
      blocks: () => numbered(2, name, (index) => index),
      section: (results) => ({ summary: results, markdown: `## ${name}`, findings: [] }),
    });
    const parts = [part('whole'), part('half')];
    const blocks = parts.flatMap((each) => each.blocks(1));
    for (const block of blocks.slice(0, 3)) await store.fill(block);
    const { summary, markdown } = reportOf(parts, store, 1);
    expect(summary).toEqual({ whole: [0, 1] });
    expect(markdown).toMatch(/## whole\n$/);
  });
});
