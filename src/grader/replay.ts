/** One saved case on the submission as it is now. */
import { joined } from '../formats/joined.js';
import { notReproduced } from '../oracle/saved-case.js';
import { agree, type Dependence, formatVerdict, type State, stateOf, type Verdict } from '../verify/index.js';
import { type Broken, runAny, runProbe } from './check-part.js';
import { conventionNames } from './conventions/conventions.js';
import { judgeLeniently } from './conventions/excuse-convention.js';
import { isInPython, writesRules } from './exercises.js';
import { explainBroken } from './explain.js';
import { type Submission, submissionOf } from './implementation.js';
import { lawsOf, shownLaw } from './laws.js';
import { load } from './load.js';
import { onDisk } from './on-disk.js';
import { namesParagraph, namingOf } from './own/names.js';
import { startPython } from './own/python.js';
import { printedIn, printedParagraph } from './prints.js';
import { probeOf } from './probes.js';
import type { Replay } from './replay-file.js';
import type { Submitted } from './submitted.js';

export interface Replayed {
  readonly state: State;
  readonly text: string;
}

/** @param folder where the bundle is written */
export async function replay(saved: Replay, folder: string): Promise<Replayed> {
  return onSubmission(saved, folder, {
    ready: (submission, submitted) => judgeAgain(saved, submission, submitted),
    unusable: async (text) => ({ state: 'broken', text }),
  });
}

/** What is done with a submission once it is loaded, or said if it cannot be. */
export interface Use<T> {
  ready(submission: Submission, submitted: Submitted): Promise<T>;
  unusable(why: string): Promise<T>;
}

/** Loads the submission of a saved case, and stops it when it was used. */
export async function onSubmission<T>(saved: Replay, folder: string, use: Use<T>): Promise<T> {
  if (isInPython(saved.exercise)) return onPython(saved, use);
  const loaded = await load(saved.exercise, saved.submission, folder);
  if (loaded.kind === 'unusable') return use.unusable(loaded.why);
  const { sandbox, submitted } = loaded;
  try {
    return await use.ready(submissionOf(saved.exercise, sandbox), submitted);
  } finally {
    sandbox.stop();
  }
}

async function onPython<T>(saved: Replay, use: Use<T>): Promise<T> {
  const started = await startPython(saved.exercise, saved.submission);
  if (started.kind === 'unusable') return use.unusable(started.why);
  try {
    return await use.ready(started.submission, onDisk(saved.submission));
  } finally {
    await started.session.stop();
  }
}

export async function judgeAgain(
  { exercise, testCase, dependence, conventions = conventionNames }: Replay,
  submission: Submission,
  submitted: Submitted,
): Promise<Replayed> {
  const told = async (state: State, text: string, verdict: Verdict = agree): Promise<Replayed> => {
    const printed = printedParagraph(await printedIn(submission, testCase, verdict, 'all'), undefined, 'all');
    return { state, text: printed === '' ? text : `${text}\n\n${printed}` };
  };
  const broken = (it: Broken) =>
    told(
      'broken',
      joined(
        [
          explainBroken({ ...it, law: shownLaw(exercise, it.law) }, submitted, namingOf(exercise)),
          namesParagraph(exercise, it),
        ],
        '\n\n',
      ),
      it.verdict,
    );
  const holds = () => told('holds', `${exercise.id}: every law holds on this case.`);
  const provesNothing = (on: Dependence) => told('undecided', `${exercise.id}: ${notReproduced(on)}`);
  const probe = writesRules(exercise) || isInPython(exercise) ? undefined : probeOf(testCase);
  if (dependence?.before !== undefined) await runAny(dependence.before, submission);
  if (probe !== undefined) {
    const found = await runProbe(probe, testCase.program.steps.length, submission);
    if (found !== undefined) return broken({ ...found, ...(dependence && { dependence }) });
    return dependence !== undefined && dependence.before === undefined ? provesNothing(dependence) : holds();
  }
  const allowed = writesRules(exercise) ? conventions : [];
  const verdicts = await judgeLeniently(submission, allowed, testCase, lawsOf(exercise));
  const state = stateOf(verdicts);
  if (state === 'holds' && dependence !== undefined && dependence.before === undefined)
    return provesNothing(dependence);
  if (state === 'holds') return holds();
  const why = verdicts.find(({ verdict }) => stateOf([{ verdict }]) === state);
  if (why !== undefined && state === 'broken')
    return broken({ ...why, testCase, ...(dependence && { dependence }) });
  const reason = why === undefined ? 'no law applies to it' : formatVerdict(why.verdict);
  return told(state, `${exercise.id}: this case has no verdict: ${reason}.`, why?.verdict);
}
