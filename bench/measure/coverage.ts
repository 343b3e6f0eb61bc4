/** What the generators draw, and how often each law has something to say of it. */
import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import { opNames } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { allBiases, biasesOf } from '../../src/generate/index.js';
import { judge, laws } from '../../src/verify/index.js';
import { casesOfBlock } from './false-alarms.js';
import { percent, sum, table } from './numbers.js';
import { numbered, type Part } from './part.js';

/** How many cases show each thing. */
type Counts = Readonly<Record<string, number>>;

interface Coverage {
  readonly of: 'op' | 'programs';
  readonly cases: number;
  readonly biases: Counts;
  readonly ops: Counts;
  readonly ranks: Counts;
  readonly laws: Counts;
}

const configsInBlock = 10;
const casesOfConfig = 5;

const engine = engineImplementation();

/** A few cases each of several configurations, so that a small measurement meets all of them. */
async function coverageOf(block: number): Promise<Coverage[]> {
  const results: Coverage[] = [];
  for (let index = 0; index < configsInBlock; index++) {
    results.push(await coverageOfConfig(block * configsInBlock + index));
  }
  return results;
}

async function coverageOfConfig(index: number): Promise<Coverage> {
  const drawing = casesOfBlock(index);
  const tallies = { biases: new Tally(), ops: new Tally(), ranks: new Tally(), laws: new Tally() };
  for (const testCase of fc.sample(drawing.cases, { numRuns: casesOfConfig, seed: index })) {
    tallies.biases.add(biasesOf(testCase));
    tallies.ops.add(testCase.program.steps.map(({ op }) => op));
    tallies.ranks.add(ranksOf(testCase));
    tallies.laws.add((await judge(engine, testCase)).map(({ law }) => law.id));
  }
  const { biases, ops, ranks, laws: judged } = tallies;
  return {
    of: drawing.of,
    cases: casesOfConfig,
    biases: biases.counts,
    ops: ops.counts,
    ranks: ranks.counts,
    laws: judged.counts,
  };
}

/** Counts cases, not occurrences: a thing that a case shows twice counts once. */
class Tally {
  private readonly found = new Map<string, number>();

  add(things: Iterable<string>): void {
    for (const thing of new Set(things)) this.found.set(thing, (this.found.get(thing) ?? 0) + 1);
  }

  get counts(): Counts {
    return Object.fromEntries(this.found);
  }
}

const ranksOf = ({ program }: Case): string[] =>
  program.inputs.flatMap(({ shape }) => [`${shape.length}-d`, ...(shape.includes(0) ? ['empty'] : [])]);

const casesInBlock = configsInBlock * casesOfConfig;
const mostCases = 20_000;

export const coverage: Part<readonly Coverage[]> = {
  name: 'coverage',
  key: 'coverage',
  blocks: (cases) => numbered(Math.ceil(Math.min(cases, mostCases) / casesInBlock), 'coverage', coverageOf),
  section(blocks) {
    const results = blocks.flat();
    const [ops, programs] = (['op', 'programs'] as const).map((of) =>
      results.filter((each) => each.of === of),
    );
    const whole = [ops, programs].map((some = []) => sum(some.map(({ cases }) => cases)));
    const rowsOf = (what: 'biases' | 'ops' | 'ranks' | 'laws', names: readonly string[]) =>
      names.map((name) => [ops, programs].map((some = []) => sum(some.map((each) => each[what][name] ?? 0))));
    const tableOf = (what: 'biases' | 'ops' | 'ranks' | 'laws', head: string, names: readonly string[]) =>
      table([
        [head, 'single ops', 'programs'],
        ...rowsOf(what, names).map((counts, index) => [
          names[index] as string,
          ...counts.map((count, kind) => `${count} (${percent(count, whole[kind] as number, 1)})`),
        ]),
      ]);
    const lawNames = laws.map(({ id }) => id);
    const absent = (what: 'biases' | 'ops' | 'laws', names: readonly string[]) =>
      names.filter((_, index) => sum(rowsOf(what, names)[index] ?? []) === 0);
    const never = {
      biases: absent('biases', allBiases),
      ops: absent('ops', opNames),
      laws: absent('laws', lawNames),
    };
    const markdown = `## What the generators draw

${whole[0]} cases of single ops and ${whole[1]} of programs, over the spaces of the false alarms. Counted are cases: of an op's own
biases, such as a negative axis, single ops of other kinds show none.

${tableOf('biases', 'bias', allBiases)}

${tableOf('ranks', 'an input is', ['0-d', '1-d', '2-d', '3-d', '4-d', 'empty'])}

${tableOf('ops', 'op', opNames)}

${tableOf('laws', 'law that gave a verdict', lawNames)}`;
    return {
      summary: { cases: sum(whole), never },
      markdown,
      findings: Object.values(never)
        .flat()
        .map((name) => `${name} never occurs`),
    };
  },
};
