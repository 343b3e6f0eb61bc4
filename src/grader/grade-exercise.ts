/** Grades one exercise of a submission, in a process of its own. */
import type { AssignedExercise } from './assignment/assignment.js';
import { isHidden } from './assignment/assignment.js';
import { checkPart, type PartOptions, type PartResult } from './check-part.js';
import { scoreOf } from './credit.js';
import type { GradeOptions } from './grade.js';
import { type Submission, submissionOf } from './implementation.js';
import { lawsOf, probesOf } from './laws.js';
import { type BundledScript, start } from './load.js';
import { type Part, partsOf } from './parts.js';
import type { ProgressCounter } from './progress.js';
import { recognize } from './recognize.js';
import { saveReplay } from './replay-file.js';
import type { ExerciseResult } from './result.js';
import type { Sandbox } from './sandbox.js';
import { type Findings, summarize, unusable, worstPart } from './summarize.js';

type Required = 'seed' | 'runs' | 'replayFolder' | 'reveal';
export type ExerciseOptions = GradeOptions & {
  readonly [Name in Required]-?: NonNullable<GradeOptions[Name]>;
};

export async function gradeExercise(
  exercise: AssignedExercise,
  bundled: BundledScript,
  progress: ProgressCounter,
  options: ExerciseOptions,
): Promise<ExerciseResult> {
  const loaded = await start(exercise, options.submission, bundled, options.limits);
  if (loaded.kind === 'unusable') {
    progress.finish(exercise);
    return unusable(exercise, loaded);
  }
  const { sandbox, file } = loaded;
  const partOptions = {
    laws: lawsOf(exercise),
    probes: probesOf(exercise),
    seed: options.seed,
    runs: options.runs,
    onRun: () => progress.run(exercise),
  };
  const submission = submissionOf(exercise, sandbox);
  const parts = partsOf(exercise, options.kinks);
  const shownParts = parts.filter(({ name }) => options.reveal || !isHidden(exercise, name));
  let checked = 0;
  const checkAll = async (some: readonly Part[]) => {
    const results: PartResult[] = [];
    for (const part of some) {
      results.push(await checkAlone(part, submission, sandbox, partOptions));
      progress.finishParts(exercise, ++checked);
    }
    return results;
  };
  try {
    const shown = await checkAll(shownParts);
    const findings = await findOut(exercise, shown, submission, options);
    // Hidden cases come last: what a submission could tell of them, nobody asks for any more.
    const hidden = await checkAll(parts.filter((part) => !shownParts.includes(part)));
    sandbox.renewLives();
    const score = await scoreOf(exercise, [...shown, ...hidden], submission, partOptions);
    return summarize({ exercise, shown, hidden, score, file, ...findings });
  } finally {
    sandbox.stop();
  }
}

function checkAlone(
  part: Part,
  submission: Submission,
  sandbox: Sandbox,
  options: PartOptions,
): Promise<PartResult> {
  sandbox.renewLives();
  return checkPart(part, submission, options);
}

/** How the worst of these parts can be seen again, and which known mistake it is. */
async function findOut(
  exercise: AssignedExercise,
  results: readonly PartResult[],
  implementation: Submission,
  { submission, replayFolder, replayCommand }: ExerciseOptions,
): Promise<Findings> {
  const worst = worstPart(results);
  if (worst?.broken === undefined || worst.status === 'not-implemented') return nothingFound;
  const { part, broken } = worst;
  const replay =
    replayCommand?.(exercise) ??
    `npx backproof replay ${saveReplay({ exercise, submission, testCase: broken.testCase }, replayFolder)}`;
  return { replay, misconception: await recognize(exercise, part, broken, implementation) };
}

const nothingFound: Findings = { replay: undefined, misconception: undefined };
