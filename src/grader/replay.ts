/** One saved case on the submission as it is now. */
import { fails, judge } from '../verify/index.js';
import { type Broken, runProbe } from './check-part.js';
import { explainBroken } from './explain.js';
import { type Submission, submissionOf } from './implementation.js';
import { lawsOf } from './laws.js';
import { load } from './load.js';
import { probeOf } from './probes.js';
import type { Replay } from './replay-file.js';

export interface Replayed {
  readonly holds: boolean;
  readonly text: string;
}

/** @param folder where the bundle is written */
export async function replay(saved: Replay, folder: string): Promise<Replayed> {
  const loaded = await load(saved.exercise, saved.submission, folder);
  if (loaded.kind === 'unusable') return { holds: false, text: loaded.why };
  const { sandbox, file } = loaded;
  try {
    const broken = await judgeAgain(saved, submissionOf(saved.exercise, sandbox));
    return broken === undefined
      ? { holds: true, text: `${saved.exercise.id}: every law holds on this case.` }
      : { holds: false, text: explainBroken(broken, file) };
  } finally {
    sandbox.stop();
  }
}

async function judgeAgain(
  { exercise, testCase }: Replay,
  submission: Submission,
): Promise<Broken | undefined> {
  const probe = exercise.kind === 'rules' ? undefined : probeOf(testCase);
  if (probe !== undefined) return runProbe(probe, testCase.program.steps.length, submission);
  const verdicts = await judge(submission, testCase, lawsOf(exercise));
  const broken = verdicts.find(({ verdict }) => fails(verdict));
  return broken && { ...broken, testCase };
}
