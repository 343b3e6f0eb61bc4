/** How often a right implementation is blamed: our engine, every op and random programs, in every dtype, mode and order. */
import { engineImplementation } from '../../src/engine/index.js';
import { programCases, type Space, singleOpCases, space } from '../../src/generate/index.js';
import type { OpName } from '../../src/program/step.js';
import { dtypes } from '../../src/program/tensor-data.js';
import { opNames } from '../../src/program/vocabulary.js';
import { checkLaws, explainFailure, laws } from '../../src/verify/index.js';

export interface FalseAlarms {
  readonly cases: number;
  readonly disagree: number;
  readonly inconclusive: number;
  /** What was blamed, in full. */
  readonly blamed: readonly string[];
}

type Config = readonly [OpName | 'programs', Partial<Space>];

/** A third of the blocks are programs. */
const configs: readonly Config[] = dtypes.flatMap((dtype) =>
  ['eager', 'lazy'].flatMap((mode) =>
    ([1, 2] as const).flatMap((order) =>
      opNames.flatMap((op, index): Config[] => {
        const single: Config = [op, { dtype, mode, order }];
        return index % 2 === 0 ? [single, ['programs', { dtype, mode, order }]] : [single];
      }),
    ),
  ),
);

const engine = engineImplementation();

/** One block of cases: which op and which space, the block's number decides. */
export async function falseAlarmsOf(block: number, cases: number): Promise<FalseAlarms> {
  const [op, overrides] = configs[block % configs.length] as Config;
  const chosen = space(overrides);
  const report = await checkLaws(engine, {
    cases: op === 'programs' ? programCases(chosen) : singleOpCases(op, chosen),
    laws,
    runs: cases,
    seed: block,
  });
  const { failure } = report;
  return {
    cases: report.runs,
    disagree: failure === undefined ? 0 : 1,
    inconclusive: report.undecided.length,
    blamed: failure === undefined ? [] : [explainFailure(failure, `block ${block}`)],
  };
}
