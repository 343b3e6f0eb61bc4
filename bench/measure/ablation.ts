/** What each law and each bias is needed for: all of this again without it. */
import { allBiases, type Bias, space, without } from '../../src/generate/index.js';
import { type Misconception, misconceptions } from '../../src/misconceptions/index.js';
import { type Catchers, catchersOf } from './ablate-laws.js';
import { biasSection, type Drawing } from './ablation-biases.js';
import { lawSection } from './ablation-laws.js';
import { killOf } from './kills.js';
import type { Block, Part } from './part.js';

export type Ablated = { readonly kind: 'laws'; readonly catchers: readonly Catchers[] } | Drawing;

const chunkSize = 31;

const chunksOf = (list: readonly Misconception[]): (readonly Misconception[])[] =>
  Array.from({ length: Math.ceil(list.length / chunkSize) }, (_, index) =>
    list.slice(index * chunkSize, (index + 1) * chunkSize),
  );

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** A small measurement tries every eighth misconception; a large one tries all, from several seeds. */
const effortOf = (cases: number) => ({
  stride: cases < 20_000 ? 8 : 1,
  seeds: cases < 200_000 ? 1 : 3,
});

/** The full space is drawn from so many seeds, to know by how much a mean differs by chance. */
const baselineSeeds = 5;

async function each<From, To>(list: readonly From[], run: (from: From) => Promise<To>): Promise<To[]> {
  const results: To[] = [];
  for (const from of list) results.push(await run(from));
  return results;
}

export const ablation: Part<Ablated> = {
  name: 'ablation',
  key: 'ablation',
  blocks(cases) {
    const { stride, seeds } = effortOf(cases);
    const chunks = chunksOf(misconceptions.filter((_, index) => index % stride === 0));
    const drawing = (bias: Bias | null, seed: number): Block<Ablated>[] =>
      chunks.map((chunk, index) => ({
        name: `ablation-${bias ?? 'none'}-${seed}-${index}`,
        run: async () => {
          const biases = bias === null ? space().biases : without(bias);
          const kills = await each(chunk, (misconception) => killOf(misconception, seed, biases));
          return { kind: 'drawing', without: bias, seed, kills };
        },
      }));
    return [
      ...chunks.map((chunk, index) => ({
        name: `ablation-laws-${index}`,
        run: async (): Promise<Ablated> => ({ kind: 'laws', catchers: await each(chunk, catchersOf) }),
      })),
      ...upTo(baselineSeeds).flatMap((seed) => drawing(null, seed)),
      ...allBiases.flatMap((bias) => upTo(seeds).flatMap((seed) => drawing(bias, seed))),
    ];
  },
  section(results) {
    const byLaw = lawSection(results.flatMap((result) => (result.kind === 'laws' ? result.catchers : [])));
    const byBias = biasSection(results.filter((result) => result.kind === 'drawing'));
    return {
      summary: { laws: byLaw.summary, biases: byBias.summary },
      markdown: `## Ablation\n\n${byLaw.markdown}\n\n${byBias.markdown}`,
      findings: [...byLaw.findings, ...byBias.findings],
    };
  },
};
