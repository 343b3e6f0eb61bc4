/** How often a right implementation is blamed: our engine, every op and random programs, in every dtype, mode and order. */
import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import { type DType, dtypes } from '../../src/case/tensor-data.js';
import { type OpName, opNames } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { programCases, type Space, singleOpCases, space, wrappingOps } from '../../src/generate/index.js';
import { drawsOf, rowNames } from '../../src/oracle/rows.js';
import { checkLaws, explainFailure, laws } from '../../src/verify/index.js';
import { percent, sum, table } from './numbers.js';
import { numbered, type Part } from './part.js';

export interface FalseAlarms {
  readonly cases: number;
  readonly disagree: number;
  readonly inconclusive: number;
  /** What was blamed, in full. */
  readonly blamed: readonly string[];
}

type Config = readonly [row: string, Partial<Space>];

/** A third of the blocks are programs; in this order, which has them side by side that are most alike. */
const configsOf = (...dtypes: readonly DType[]): Config[] =>
  dtypes.flatMap((dtype) =>
    ['eager', 'lazy'].flatMap((mode) =>
      ([1, 2] as const).flatMap((order) =>
        opNames.flatMap((op, index): Config[] => {
          const single: Config = [op, { dtype, mode, order }];
          return index % 2 === 0 ? [single, ['programs', { dtype, mode, order }]] : [single];
        }),
      ),
    ),
  );

/** Rows of the oracle, with what it draws for them: a third are programs. */
const rowsOf = (...dtypes: readonly DType[]): Config[] =>
  dtypes.flatMap((dtype) =>
    ['eager', 'lazy'].flatMap((mode) =>
      rowNames.flatMap((row, index): Config[] => {
        const own: Config = [row, { dtype, mode }];
        return index % 2 === 0 ? [own, ['programs', { dtype, mode }]] : [own];
      }),
    ),
  );

const configs = {
  wide: configsOf('float64', 'float32'),
  half: configsOf('float16', 'bfloat16'),
  /** All dtypes, with views, wirings, long axes and edges. */
  oracle: rowsOf(...dtypes),
} as const;

/** Which of them a block is of. */
type Width = keyof typeof configs;

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Without a factor in common with the number of configurations: strides over all of them, the unlike first. */
function strideOver(count: number): number {
  let stride = 77;
  while (divisor(stride, count) > 1) stride++;
  return stride;
}

/** The cases of one block: which op and which space, the block's number decides. */
export function casesOfBlock(
  block: number,
  width: Width = 'wide',
): { readonly of: 'op' | 'programs'; cases: fc.Arbitrary<Case> } {
  const { length } = configs[width];
  const [op, overrides] = configs[width][(block * strideOver(length)) % length] as Config;
  const of = op === 'programs' ? op : 'op';
  const chosen = space(overrides);
  if (width === 'oracle') return { of, cases: asTheOracleDraws(op, chosen) };
  return { of, cases: of === 'op' ? singleOpCases(op as OpName, chosen) : programCases(chosen) };
}

/** A tenth of the cases have a long axis, as far as the oracle draws any in that dtype. */
function asTheOracleDraws(row: string, { dtype, mode }: Space): fc.Arbitrary<Case> {
  const how = { dtype, mode, wraps: wrappingOps, layouts: true };
  const draws = drawsOf(row, able, how, 100) ?? [];
  return fc.oneof(...draws.map(({ cases, runs }) => ({ arbitrary: cases, weight: runs })));
}

const engine = engineImplementation();
const able = { ...engine, batchBroadcasts: true, limits: [] };

export async function falseAlarmsOf(block: number, runs: number, width?: Width): Promise<FalseAlarms> {
  const { cases } = casesOfBlock(block, width);
  const report = await checkLaws(engine, { cases, laws, runs, seed: block });
  const { failure } = report;
  return {
    cases: report.runs,
    disagree: failure === undefined ? 0 : 1,
    inconclusive: report.undecided.length,
    blamed: failure === undefined ? [] : [explainFailure(failure, `block ${block}`)],
  };
}

const casesInBlock = 250;

export const alarms: Part<FalseAlarms> = {
  name: 'alarms',
  key: 'falseAlarms',
  blocks: (cases) =>
    numbered(Math.ceil(cases / casesInBlock), 'alarms', (index) =>
      falseAlarmsOf(index, casesInBlock, 'oracle'),
    ),
  section(results) {
    const cases = sum(results.map((each) => each.cases));
    const disagree = sum(results.map((each) => each.disagree));
    const inconclusive = sum(results.map((each) => each.inconclusive));
    const markdown = `## False alarms

Right cases: the engine in float64, float32, float16 and bfloat16, eager and lazy, first and second order, as the oracle draws them for
every row: ops alone and within views and other steps, long axes, programs, and edges of the domain.

${table([
  ['what', 'measured'],
  ['right cases judged', cases],
  ['of these blamed', disagree],
  ['of these left undecided', `${inconclusive} (${percent(inconclusive, cases)})`],
])}`;
    const findings = results.flatMap(({ blamed }) => blamed);
    return { summary: { cases, disagree, inconclusive }, markdown, findings };
  },
};
