import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attribute, boolean, bound, number, text } from '../../src/case/attributes.js';
import type { Case } from '../../src/case/case.js';
import { caseId } from '../../src/case/case-id.js';
import { factsOf, type OpName, opNames } from '../../src/case/vocabulary.js';
import { type Bias, biasesOf, opCore, programCore, type Space, space } from '../../src/generate/index.js';
import { allViewBiases } from '../../src/generate/view-biases.js';
import { exercises } from '../../src/grader/exercises.js';
import { partsOf } from '../../src/grader/parts.js';
import { coreName, type WrittenCores } from '../../src/grader/written-cores.js';

/** A form that so many of these draws show is one that the op can show. */
const draws = 1000;
const least = 20;

/** Kinds of attributes that take few values. */
const fewValued: readonly Attribute[] = [number, boolean, text, bound];

/** Sought around an op, which a core does not do; by chance they are met elsewhere. */
const ofWrapping: readonly Bias[] = [...allViewBiases, 'equal-inputs'];

/** What a case shows: biases, ranks, how it is run, and attributes that take few values. */
function formsOf(testCase: Case): string[] {
  const { program, inputs, mode, order } = testCase;
  const biases = [...biasesOf(testCase)].filter((bias) => !ofWrapping.includes(bias));
  const ranks = program.inputs.map(({ shape }) => `rank ${shape.length}`);
  const attributes = program.steps.flatMap((step) =>
    Object.entries(factsOf(step).attributes).flatMap(([name, kind]) =>
      fewValued.includes(kind)
        ? [`${step.op}: ${name} ${(step as unknown as Record<string, unknown>)[name]}`]
        : [],
    ),
  );
  const dtype = inputs[0]?.dtype ?? '';
  const ways = [dtype, mode, `order ${order}`, `${dtype} ${mode} ${order}`];
  return [...biases, ...ranks, ...attributes, ...ways];
}

/** What random cases show, again and again, and the core does not. */
function missing(core: readonly Case[], cases: fc.Arbitrary<Case>): string[] {
  const shown = new Set(core.flatMap(formsOf));
  const counts = new Map<string, number>();
  for (const testCase of fc.sample(cases, { numRuns: draws, seed: 5 })) {
    // The numbers and the shape of an input that nothing reads are not the op's.
    if (biasesOf(testCase).has('unused-input')) continue;
    for (const form of new Set(formsOf(testCase))) counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  return [...counts].flatMap(([form, count]) => (count >= least && !shown.has(form) ? [form] : []));
}

describe('the fixed core of a part', () => {
  const parts = exercises.flatMap((exercise) => partsOf(exercise));

  it.each(parts.map((part) => [part.name, part] as const))(
    '%s shows all that its cases can show',
    (_, part) => {
      expect(missing(part.core, part.cases)).toEqual([]);
    },
  );

  it('holds few cases: the runs of a grading leave room for others', () => {
    const sizes = parts.map(({ core }) => core.length).sort((a, b) => a - b);
    expect(sizes[sizes.length >> 1]).toBeLessThanOrEqual(24);
    expect(sizes.at(-1)).toBeLessThanOrEqual(60);
  });

  it('takes one step four times of the same inputs, for each op', () => {
    for (const { core } of parts.filter(
      ({ name, op }) => op === undefined && opNames.includes(name as OpName),
    )) {
      expect(core.some((testCase) => biasesOf(testCase).has('four-uses'))).toBe(true);
    }
  });

  it('is made of the draws that the build wrote down', () => {
    const written = JSON.parse(readFileSync('dist/grader/cores.json', 'utf8')) as WrittenCores;
    const chosen = exercises.flatMap((exercise) =>
      partsOf(exercise).map((part) => [coreName(exercise, part.name), part.chosen] as const),
    );
    expect(written).toEqual(Object.fromEntries(chosen));
  });

  it('is the same every time', () => {
    const ids = () =>
      exercises.flatMap((exercise) => partsOf(exercise)).flatMap(({ core }) => core.map(caseId));
    expect(ids()).toEqual(ids());
  });
});

describe('the fixed core of an op of the vocabulary', () => {
  const ways: readonly Partial<Space>[] = [
    {},
    { order: 2 },
    { dtype: 'float32', mode: 'lazy' },
    { order: 2, dtype: 'float32' },
  ];
  const weighted = ways.map((overrides) => ({ space: space(overrides), weight: 1 }));

  it.each(opNames)('%s shows all that its cases can show', (op) => {
    const { core, cases } = opCore(op, weighted, { again: false });
    expect(missing(core, cases)).toEqual([]);
  });

  it('of programs shows every op', () => {
    const { core } = programCore(weighted);
    const used = new Set(core.flatMap(({ program }) => program.steps.map(({ op }) => op)));
    expect(opNames.filter((op) => !used.has(op))).toEqual([]);
  });
});
