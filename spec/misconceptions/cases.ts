import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import { caseId } from '../../src/case/case-id.js';
import {
  deepChain,
  doublings,
  programCases,
  type Space,
  singleOpCases,
  space,
} from '../../src/generate/index.js';
import type { Misconception } from '../../src/misconceptions/index.js';

/** Cases in which a misconception can show: of its op, or programs of any ops. */
export function casesFor(misconception: Misconception): fc.Arbitrary<Case> {
  const draw = (overrides: Partial<Space>) =>
    ('op' in misconception
      ? singleOpCases(misconception.op, space(overrides))
      : programCases(space(overrides))
    ).map(known);
  const usual = [
    { arbitrary: draw({}), weight: 4 },
    { arbitrary: draw({ order: 2 }), weight: 2 },
    { arbitrary: draw({ dtype: 'float32', mode: 'lazy' }), weight: 1 },
  ];
  return fc.oneof(...usual, ...('op' in misconception ? [] : large));
}

/** Misconceptions of one op get the same cases, and the truth of a case is kept as long as the case. */
const drawn = new Map<string, Case>();
const mostKept = 4_000;

export function known(testCase: Case): Case {
  const id = caseId(testCase);
  const earlier = drawn.get(id);
  if (earlier !== undefined) return earlier;
  if (drawn.size === mostKept) drawn.clear();
  drawn.set(id, testCase);
  return testCase;
}

const lazy = (testCase: Case): Case => ({ ...testCase, mode: 'lazy' });

const large = [
  // Programs of a few steps show such a visit less clearly than a chain of doublings.
  { arbitrary: fc.constantFrom(doublings(2), doublings(12)), weight: 2 },
  { arbitrary: fc.constantFrom(lazy(deepChain(2)), lazy(deepChain(20_000))), weight: 1 },
];
