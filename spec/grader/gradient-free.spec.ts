import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repository } from '../../scripts/repository.js';
import { gradientFreeEngine } from '../../scripts/rewrite.js';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import { opNames } from '../../src/case/vocabulary.js';
import { singleOpCases, space } from '../../src/generate/index.js';

describe('the engine that submissions run with', () => {
  it('is the engine as it stands', () => {
    const stale = gradientFreeEngine()
      .filter(({ path, text }) => readFileSync(join(repository, path), 'utf8') !== text)
      .map(({ path }) => path);
    expect(stale, 'these files are stale; refresh them with `npm run build`').toEqual([]);
  });

  it.each(opNames.filter((op) => op !== 'detach'))('holds no gradient rule for %s', async (op) => {
    const engine = (await import(join(repository, 'dist', 'engine-without-gradients', 'index.ts'))) as {
      engineImplementation: () => Implementation;
    };
    const [testCase] = fc.sample(singleOpCases(op, space({ ops: [op] })), { numRuns: 1, seed: 1 }) as [Case];
    const outcome = await engine.engineImplementation().run(testCase);
    expect(outcome).toMatchObject({
      kind: 'crashed',
      error: { message: expect.stringMatching(/^\w+ has no gradient rule here$/) },
    });
  });
});
