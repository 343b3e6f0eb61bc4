/**
 * `npm run bench:edges [CASES] [SEEDS]`: how often right engines are blamed at the edges of domains, and how often each
 * mistake there is caught within 100 runs.
 */
import fc from 'fast-check';
import { edgeMistakes } from '../spec/verify/edge-mistakes.js';
import type { DType } from '../src/case/tensor-data.js';
import { engineImplementation } from '../src/engine/index.js';
import { edgeCases, space } from '../src/generate/index.js';
import { checkLaws, fails, judge, laws } from '../src/verify/index.js';

const [cases = 1000, seeds = 100] = process.argv.slice(2).map(Number);
const asked = laws.filter((law) => law.atEdges === true);
const runs = 100;

async function blamed(dtype: DType, mode: string): Promise<string> {
  const counts = { right: 0, undecided: 0, blamed: 0, atEdge: 0 };
  for (const testCase of fc.sample(edgeCases(space({ dtype, mode })), { numRuns: cases, seed: 1 })) {
    const verdicts = await judge(engineImplementation(), testCase);
    if (verdicts.every(({ law }) => law.atEdges)) counts.atEdge++;
    if (verdicts.some(({ verdict }) => fails(verdict))) counts.blamed++;
    else counts[verdicts.every(({ verdict }) => verdict.kind === 'agree') ? 'right' : 'undecided']++;
  }
  const { right, undecided, atEdge } = counts;
  return `${dtype}, ${mode}: ${cases} cases, ${atEdge} of them at an edge: ${right} right, ${undecided} undecided, ${counts.blamed} blamed`;
}

async function caught(name: string): Promise<string> {
  const [wrong, arbitrary] = [edgeMistakes[name], edgeCases(space())];
  if (wrong === undefined) throw new Error(`no mistake ${name}`);
  let found = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const options = { cases: arbitrary, laws: asked, runs, seed, shrinks: 0 };
    if ((await checkLaws(wrong, options)).failure !== undefined) found++;
  }
  return `${name}: caught with ${found} of ${seeds} seeds`;
}

for (const dtype of ['float64', 'float32'] as const) {
  for (const mode of ['eager', 'lazy']) console.log(await blamed(dtype, mode));
}
for (const name of Object.keys(edgeMistakes)) console.log(await caught(name));
