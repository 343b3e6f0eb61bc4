import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projections } from '../../scripts/projections.js';
import { exercises } from '../../src/grader/exercises.js';
import { grade } from '../../src/grader/grade.js';

const projected = new Map(projections().map(({ path, text }) => [path, text] as const));

/** What a learner writes into `exercises` makes no spec fail: of these files, what Git has counts. */
function committed(path: string): string {
  if (!path.startsWith('exercises/')) return readFileSync(path, 'utf8');
  const { status, stdout } = spawnSync('git', ['show', `HEAD:${path}`], { encoding: 'utf8' });
  return status === 0 ? stdout : readFileSync(path, 'utf8');
}

describe('exercises and solutions', () => {
  it('are what the engine projects to', () => {
    const stale = [...projected].filter(([path, text]) => committed(path) !== text).map(([path]) => path);
    expect(stale, 'these files are stale; refresh them with `npm run project`, and commit them').toEqual([]);
  });

  it.each(exercises)(
    '$id: every stub says what is to be done, and throws until it is',
    ({ id, kind, ops, functions }) => {
      const stub = projected.get(`exercises/${id}/${id}.ts`);
      const todo = kind === 'rules' ? ops.length : functions.length;
      expect(stub?.match(/\/\/ TODO: .+\n\s+throw new NotImplemented\('.+'\);/g)).toHaveLength(todo);
      expect(readFileSync(`solutions/${id}/${id}.ts`, 'utf8')).not.toContain('TODO');
    },
  );
});

describe('the course', () => {
  it('gives full marks to the solutions', { timeout: 300_000 }, async () => {
    const { score, maxScore, exercises: results } = await grade({ submission: 'solutions' });
    expect(results.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect([score, maxScore]).toEqual([100, 100]);
    expect(results.map(({ laws }) => laws.every(({ verdict }) => verdict === 'agree'))).not.toContain(false);
  });

  it('gives nothing to the stubs, and says what is still to be written', async () => {
    const { score, exercises: results } = await grade({ submission: 'dist/stubs' });
    expect(score).toBe(0);
    expect(results.map(({ status }) => status)).toEqual(exercises.map(() => 'not-implemented'));
    expect(results[3]?.message).toMatch(
      /^left-adjoint \(.*\): Still to be written: MatMul\.gradient\.\n\nStill to be written: right-adjoint, batch-axes, second-order\.\n\nHint 1 of 3: /,
    );
    expect(results[5]?.message).toMatch(
      /^chain \(.*\): Still to be written: topologicalOrder\.\n\nStill to be written: shared, diamond, outputs, deep\.\n\nHint 1 of 4: /,
    );
  });
});
