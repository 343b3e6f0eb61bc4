import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { caseId } from '../../src/case/case-id.js';
import { encodeCase } from '../../src/case/json.js';
import { formatProblems, parseCase } from '../../src/case/parse.js';
import { opNames } from '../../src/case/vocabulary.js';
import { space } from '../../src/generate/index.js';
import { inputEntries, opSamples, programSamples } from './samples.js';

function expectToParse(testCase: Case): void {
  const parsed = parseCase(JSON.parse(JSON.stringify(encodeCase(testCase))));
  expect(parsed.ok ? '' : formatProblems(parsed.problems)).toBe('');
  if (!parsed.ok) return;
  expect(parsed.value).toEqual(testCase);
  expect(caseId(parsed.value)).toBe(caseId(testCase));
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] as number;

const spaces = {
  'float64, first order': space(),
  'float32, second order': space({ dtype: 'float32', order: 2, mode: 'lazy', cotangents: 3 }),
  'no broadcasting': space({ broadcasts: false }),
};

describe.each(Object.entries(spaces))('a space with %s', (_, drawn) => {
  it.each(opNames)('draws cases of %s that parse back to themselves, with the same id', (op) => {
    for (const testCase of opSamples(op, drawn, 30)) {
      expectToParse(testCase);
      expect(testCase.program.steps.map((step) => step.op)).toEqual([op]);
    }
  });

  it('draws programs that parse back to themselves, with the same id', () => {
    for (const testCase of programSamples(drawn, 150)) expectToParse(testCase);
  });

  it('gives every case its mode, order and number of cotangents', () => {
    for (const { mode, order, cotangents, directions } of programSamples(drawn, 100)) {
      expect([mode, order, cotangents.length]).toEqual([drawn.mode, drawn.order, drawn.cotangents]);
      expect(directions.length).toBe(drawn.order === 2 ? drawn.cotangents : 0);
    }
  });
});

describe('cases', () => {
  it('are small: the median input of a single op and of a program has few entries', () => {
    expect(median(opSamples('add', space(), 500).map(inputEntries))).toBeLessThanOrEqual(12);
    const programs = programSamples(space(), 500);
    expect(median(programs.map(inputEntries))).toBeLessThanOrEqual(12);
    expect(
      Math.max(...programs.flatMap(({ inputs }) => inputs.map(({ data }) => data.length))),
    ).toBeLessThanOrEqual(120);
  });

  it('hold finite numbers only, rounded to the dtype', () => {
    for (const { inputs } of programSamples(space({ dtype: 'float32' }), 300)) {
      for (const value of inputs.flatMap(({ data }) => data)) {
        expect(Number.isFinite(value) && Math.fround(value) === value).toBe(true);
      }
    }
  });

  it('use every op of the vocabulary in programs', () => {
    const used = programSamples(space(), 1500).flatMap(({ program }) => program.steps.map((step) => step.op));
    expect(new Set(used)).toEqual(new Set(opNames));
  });

  it.each(opNames)('are programs of %s alone, where the space has no other op', (op) => {
    for (const { program } of programSamples(space({ ops: [op] }), 100)) {
      expect(new Set(program.steps.map((step) => step.op))).toEqual(new Set([op]));
    }
  });

  it('have operands of equal shapes in a space that does not broadcast', () => {
    for (const op of ['add', 'power', 'maximum'] as const) {
      for (const { program } of opSamples(op, space({ broadcasts: false }), 200)) {
        const own = (program.steps[0]?.args ?? []).map((id) => program.inputs[id]?.shape);
        expect(own[0]).toEqual(own[1]);
      }
    }
  });

  it('have products of mixed batch ranks where these alone broadcast, and no 1-D operands', () => {
    const where = space({ broadcasts: false, batchBroadcasts: true });
    const ranks = opSamples('matmul', where, 300).map(({ program }) =>
      (program.steps[0]?.args ?? []).map((id) => program.inputs[id]?.shape.length as number),
    );
    expect(Math.min(...ranks.flat())).toBe(2);
    expect(ranks).toContainEqual([4, 2]);
    expect(ranks).toContainEqual([2, 4]);
    const none = opSamples('matmul', space({ broadcasts: false }), 300);
    const batches = none.map(({ program: { inputs } }) => inputs.map(({ shape }) => shape.slice(0, -2)));
    for (const [first, second = first] of batches) expect(second).toEqual(first);
  });
});

describe('a space of programs', () => {
  it('says so when its biases leave out all of its ops', () => {
    expect(() => programSamples(space({ ops: ['detach'], biases: new Set() }), 1)).toThrow(
      'a space of programs needs an op that its biases allow, got ops [detach]',
    );
  });

  it.each([
    ['squeeze', 'step of squeeze'],
    ['conv', 'step of conv'],
    ['einsum', 'second operand of einsum'],
  ] as const)('of %s alone cannot be drawn from a space without biases, which is said so', (op, what) => {
    expect(() => opSamples(op, space({ biases: new Set() }), 60)).toThrow(
      new RegExp(`^the space allows no ${what} for shape \\[[\\d,]*\\]; allow some biases$`),
    );
  });
});
