/** How many of the named wrong gradients are caught, and after how many cases. */
import { type Bias, space } from '../../src/generate/index.js';
import { type Misconception, misconceptions, plant } from '../../src/misconceptions/index.js';
import { checkLaws, laws } from '../../src/verify/index.js';
import { casesEach, drawingFor } from './drawing.js';
import { median, table } from './numbers.js';
import type { Part } from './part.js';

export interface Kill {
  readonly name: string;
  /** How many cases it took; null for a survivor. */
  readonly cases: number | null;
}

/** @param biases those that the cases may show; all unless told */
export async function killOf(
  misconception: Misconception,
  seed: number,
  biases: ReadonlySet<Bias> = space().biases,
): Promise<Kill> {
  const { failure } = await checkLaws(plant(misconception), {
    cases: drawingFor(misconception, biases),
    laws,
    runs: casesEach,
    seed,
    shrinks: 0,
  });
  return { name: misconception.name, cases: failure === undefined ? null : failure.passed + 1 };
}

export const survivorsOf = (kills: readonly Kill[]): string[] =>
  kills.flatMap(({ name, cases }) => (cases === null ? [name] : []));

export const kills: Part<Kill> = {
  name: 'kill',
  key: 'kill',
  blocks: () => misconceptions.map((each) => ({ name: `kill-${each.name}`, run: () => killOf(each, 1) })),
  section(results) {
    const survivors = survivorsOf(results);
    const summary = {
      total: results.length,
      killed: results.length - survivors.length,
      survivors,
      medianCases: median(results.flatMap(({ cases }) => cases ?? [])),
    };
    const markdown = `## Kills

Each misconception of \`src/misconceptions\` gets ${casesEach} cases at most.

${table([
  ['what', 'measured'],
  ['wrong gradients planted', summary.total],
  [`of these caught within ${casesEach} cases`, summary.killed],
  ['survivors', survivors.join(', ') || 'none'],
  ['median of the cases needed', summary.medianCases],
])}`;
    return { summary, markdown, findings: survivors.map((name) => `${name} survives ${casesEach} cases`) };
  },
};
