import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import { opNames } from '../../src/case/vocabulary.js';
import { type Inputs, mulScalar, type Tensor } from '../../src/engine/index.js';
import { singleOpCases, space } from '../../src/generate/index.js';
import {
  Evidence,
  type GradientMisconception,
  type Misconception,
  misconceptions,
  nameMisconception,
  plant,
  type RuleMisconception,
} from '../../src/misconceptions/index.js';
import { checkLaws, laws } from '../../src/verify/index.js';
import { known } from './cases.js';

const rules = misconceptions.filter(
  (each): each is RuleMisconception =>
    each.kind === 'rule' && each.exercise !== null && each.family === undefined,
);
type OpName = RuleMisconception['op'];

/** Of each op once: what a name rests on is chosen for each arbitrary. */
const casesByOp = new Map(
  opNames.map((op) => [
    op,
    fc.oneof(singleOpCases(op, space({})), singleOpCases(op, space({ order: 2 }))).map(known),
  ]),
);
const casesOf = (op: OpName) => casesByOp.get(op) as fc.Arbitrary<Case>;

/** What a first failure of this implementation is called. */
async function nameOf(implementation: Implementation, op: OpName): Promise<string | undefined> {
  const { failure } = await checkLaws(implementation, {
    cases: casesOf(op),
    laws,
    runs: 60,
    seed: 1,
    shrinks: 60,
  });
  if (failure === undefined) return undefined;
  const suspects = misconceptions.filter((each) => each.kind === 'rule' && each.op === op);
  const evidence = new Evidence((testCase) => implementation.run(testCase), casesOf(op));
  return (await nameMisconception({ failure, evidence, suspects }))?.name;
}

const rightRuleWith = (op: OpName, change: GradientMisconception['change']): Misconception => ({
  ...{ kind: 'gradient', exercise: null, name: 'unlisted', breaks: 'vjp', says: '', hint: '' },
  op,
  change,
});

const scaled = (rule: RuleMisconception, factor: number): Misconception => ({
  ...rule,
  gradient(outGrad, node): Inputs {
    return rule.gradient.call(this, outGrad, node).map((gradient) => mulScalar(gradient, factor));
  },
});

const slip = (gradient: Tensor) => mulScalar(gradient, 1 + 1e-7);
const ops = [...new Set(rules.map(({ op }) => op))];

describe('a mistake is called by the name', () => {
  it('of one that does the same', async () => {
    const named = await Promise.all(
      rules.map(async (rule) => [rule.name, await nameOf(plant(rule), rule.op)]),
    );
    const missed = named.filter(([name, given]) => name !== given);
    expect(missed.length / named.length).toBeLessThan(0.05);
  });
});

describe('a mistake that is not of the list has no name', () => {
  it.each(ops)('in a right rule of %s that is off in the seventh digit', async (op) => {
    expect(await nameOf(plant(rightRuleWith(op, slip)), op)).toBeUndefined();
  });

  it.each(ops)('in a right rule of %s that is twice too large once in ten calls', async (op) => {
    const sometimes = rightRuleWith(op, (gradient, _, calls) =>
      calls % 10 === 0 ? mulScalar(gradient, 2) : gradient,
    );
    expect(await nameOf(plant(sometimes), op)).toBeUndefined();
  });

  // A factor changes neither zeros nor how many adjoints are returned.
  const unchanged = ['add-returns-one-adjoint', 'power-scalar-is-zero'];
  const varied = rules
    .filter(({ name }) => !unchanged.includes(name))
    .map((rule) => [rule.op, rule.name, rule] as const);
  it.each(varied)('%s: when it is nearly %s', async (op, _, rule) => {
    expect(await nameOf(plant(scaled(rule, 1 + 1e-8)), op)).toBeUndefined();
    expect(await nameOf(plant(scaled(rule, 3)), op)).toBeUndefined();
  });
});
