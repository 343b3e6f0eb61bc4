/** Every submission of this folder keeps all its points. The seeds go round; `npm run bench:right` tries all of them on each. */
import { describe, expect, it } from 'vitest';
import { grade } from '../../src/grader/grade.js';
import { folderWith, sharedBundler } from '../grader/submit.js';
import { submitted } from './index.js';

const seeds = 5;

describe('what is right but unusual', () => {
  it.each(submitted.map((each, index) => ({ ...each, seed: 1 + (index % seeds) })))(
    'keeps all points of $exercise: $names.0 …',
    async ({ exercise, source, seed }) => {
      const submission = folderWith({ [`${exercise}/${exercise}.ts`]: source });
      const replayFolder = `${submission}/.backproof`;
      const how = { only: [exercise], runs: 12, seed, replayFolder, bundler: sharedBundler() };
      const graded = await grade({ submission, ...how });
      expect(graded.exercises[0]?.message).toBe('');
      expect(graded.score).toBe(graded.maxScore);
    },
  );
});
