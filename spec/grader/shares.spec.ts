import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Bundler } from '../../src/grader/bundler/bundler.js';
import { checkPart } from '../../src/grader/check-part.js';
import { type Exercise, findExercise } from '../../src/grader/exercises.js';
import { grade } from '../../src/grader/grade.js';
import { submissionOf } from '../../src/grader/implementation.js';
import { lawsOf } from '../../src/grader/laws.js';
import { start } from '../../src/grader/load.js';
import { partsOf } from '../../src/grader/parts.js';
import { sharesOf } from '../../src/grader/shares.js';
import { altered, folderWith, solutionOf } from './submit.js';

const ids = ['matmul', 'backward', 'realize'];
const exerciseOf = (id: string) => findExercise(id) as Exercise;
const namesOf = (id: string) => (sharesOf(exerciseOf(id)) ?? []).map(({ name }) => name);

const bundler = new Bundler();
afterAll(() => bundler.stop());

/** The parts that these files do not earn. */
async function lost(id: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const exercise = exerciseOf(id);
  const submission = folderWith(files);
  const folder = join(submission, 'bundle');
  mkdirSync(folder);
  const script = join(folder, `${id}.mjs`);
  const loaded = await start(exercise, submission, {
    ...(await bundler.bundle(exercise, submission, script)),
    script,
  });
  if (loaded.kind === 'unusable') throw new Error(loaded.why);
  const { sandbox } = loaded;
  const how = { laws: lawsOf(exercise), seed: 1, runs: 20, onRun: () => {} };
  const wrong: string[] = [];
  for (const part of partsOf(exercise)) {
    sandbox.renewLives();
    const { status } = await checkPart(part, submissionOf(exercise, sandbox), {
      ...how,
      probes: part.probes ?? [],
    });
    if (status !== 'passed') wrong.push(part.name);
  }
  sandbox.stop();
  return wrong;
}

describe.each(ids)('the points of %s', (id) => {
  it('are all earned by its solution', async () => {
    expect(await lost(id, { [`${id}/${id}.ts`]: solutionOf(id) })).toEqual([]);
  });

  it('are not earned by its stub, whose parts are all still to be written', async () => {
    const { exercises } = await grade({ submission: 'dist/stubs', only: [id], runs: 5 });
    expect(exercises[0]).toMatchObject({ score: 0, status: 'not-implemented' });
    const [first, ...others] = namesOf(id);
    expect(exercises[0]?.message).toMatch(new RegExp(`^${first} \\(.*\\): Still to be written: `));
    expect(exercises[0]?.message).toContain(`\n\nStill to be written: ${others.join(', ')}.\n`);
  });
});

describe('a mistake in one part alone', () => {
  it('of the left adjoint leaves the points of the right one', async () => {
    const source = altered('matmul', ['matmul(outGrad, transpose(b))', 'matmul(node, transpose(b))']);
    expect(await lost('matmul', { 'matmul/matmul.ts': source })).toEqual([
      'left-adjoint',
      'batch-axes',
      'second-order',
    ]);
  });

  it('computes a shared node again, and leaves those of the chain', async () => {
    const source = `import { computeOf, type NDArray, type Tensor } from 'backproof/engine';
export function realize(tensor: Tensor): NDArray {
  if (tensor.op === null) return tensor.cachedData as NDArray;
  const inputs = tensor.inputs.map(realize);
  return tensor.op.compute(...inputs);
}`;
    expect(await lost('realize', { 'realize/realize.ts': source })).toEqual(['shared', 'deep']);
  });
});
