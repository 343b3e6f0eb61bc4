import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { caseId } from '../../src/case/case-id.js';
import { engineImplementation } from '../../src/engine/index.js';
import { singleOpCases, space } from '../../src/generate/index.js';
import { agree, checkLaws, type Law, laws } from '../../src/verify/index.js';

const byId = (id: string) => laws.find((law) => law.id === id) as Law;
const engine = engineImplementation();

/** A wrong value wherever there are two entries or more, and how often each case was asked. */
function wrongInTwo() {
  const asked = new Map<string, number>();
  return {
    asked,
    implementation: {
      ...engine,
      async run(testCase: Case) {
        const id = caseId(testCase);
        asked.set(id, (asked.get(id) ?? 0) + 1);
        const outcome = await engine.run(testCase);
        if (outcome.kind !== 'done' || (testCase.inputs[0]?.data.length ?? 0) < 2) return outcome;
        const values = outcome.values.map((each) => ({ ...each, data: each.data.map((entry) => entry + 1) }));
        return { ...outcome, values };
      },
    },
  };
}

describe('shrinking', () => {
  it('asks no smaller case twice', async () => {
    const { asked, implementation } = wrongInTwo();
    const cases = singleOpCases('exp', space());
    const { failure } = await checkLaws(implementation, {
      cases,
      laws: [byId('value')],
      runs: 20,
      seed: 1,
    });
    expect(failure?.testCase.inputs[0]?.data).toHaveLength(2);
    expect(asked.size).toBeGreaterThan(10);
    const again = [...asked].filter(([, times]) => times > 1);
    // Where shrinking begins.
    expect(again.length).toBeLessThanOrEqual(1);
  });

  it('asks of the law that broke alone', async () => {
    const tooMany = ({ inputs }: Case) => (inputs[0]?.data.length ?? 0) > 1;
    const broken: Law = {
      ...byId('vjp'),
      id: 'few',
      check: ({ testCase }) => (tooMany(testCase) ? { kind: 'malformed', problem: 'too many' } : agree),
    };
    let asked = 0;
    const other: Law = {
      ...byId('vjp'),
      id: 'other',
      check: () => {
        asked++;
        return agree;
      },
    };
    const cases = singleOpCases('exp', space());
    const { failure } = await checkLaws(engine, { cases, laws: [other, broken], runs: 20, seed: 1 });
    expect(failure?.law.id).toBe('few');
    expect(asked).toBe((failure?.passed ?? 0) + 1);
  });

  it('draws no smaller case once it tried enough', async () => {
    const { implementation } = wrongInTwo();
    let drawn = 0;
    const cases: fc.Arbitrary<Case> = singleOpCases('exp', space());
    const counted = new (class extends fc.Arbitrary<Case> {
      override generate(random: fc.Random, bias: number | undefined) {
        return cases.generate(random, bias);
      }
      override canShrinkWithoutContext(value: unknown): value is Case {
        return cases.canShrinkWithoutContext(value);
      }
      override shrink(value: Case, context: unknown) {
        return cases.shrink(value, context).map((each) => {
          drawn++;
          return each;
        });
      }
    })();
    const options = { cases: counted, laws: [byId('value')], runs: 20, seed: 1 };
    await checkLaws(implementation, { ...options, shrinks: 3 });
    expect(drawn).toBeLessThanOrEqual(4);
  });
});
