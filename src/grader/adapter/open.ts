/** Opens a submission over the adapter that runs it. */
import { shellQuoted } from '../../formats/shell-quoted.js';
import { AdapterError } from '../../oracle/index.js';
import { type AssignedExercise, wholeCourse } from '../assignment/assignment.js';
import { conventionNames } from '../conventions/conventions.js';
import { excuseConvention, leniently } from '../conventions/excuse-convention.js';
import type { Unusable } from '../load.js';
import type { Opened } from '../open.js';
import type { ExerciseOptions } from '../options.js';
import { adapterCommandLine, shownCommand } from './command.js';
import { excusePrograms } from './excuse-programs.js';
import { partsOver } from './parts.js';
import { Prints } from './prints.js';
import { excuseOp } from './rests-on.js';
import { saveCase } from './save-case.js';
import { openAdapter, submissionOver } from './submission.js';

export async function openOverAdapter(
  exercise: AssignedExercise,
  { submission, adapter, kinks, replayFolder, assignment, seed, only = [] }: ExerciseOptions,
): Promise<Opened | Unusable> {
  if (adapter === undefined) throw new Error(`no adapter is given for ${exercise.id}`);
  try {
    const prints = new Prints();
    const session = await openAdapter(adapterCommandLine(adapter, submission), prints.hear);
    const asked = submissionOver(session, prints);
    const conventions = assignment?.conventions ?? conventionNames;
    // An optional op that is named is asked for.
    const optional = (exercise.optional ?? []).filter((op) => !only.includes(`${exercise.id}.${op}`));
    return {
      kind: 'ready',
      submission: asked,
      excuse: async (result, options) => {
        const judged = await excuseConvention(result, asked, conventions, options);
        if (judged !== result) return judged;
        return exercise.programs === true
          ? excusePrograms(
              result,
              { exercise, assignment: assignment ?? wholeCourse, session, submission: asked, kinks, seed },
              options,
            )
          : excuseOp(result, asked, session, options);
      },
      lenient: (each) => leniently(each, conventions),
      notAsked: optional.filter((op) => !session.ops.includes(op)),
      parts: partsOver({ ...exercise, optional }, session, kinks),
      file: submission,
      // An adapter that died too often is not started again: the rest of the exercise is lost.
      renew: () => {},
      save: (testCase, name, dependence) =>
        `${shellQuoted([saveCase(replayFolder, name, testCase, { dependence, ...(session.traces && { conventions }) })])} -- ${shownCommand(adapter, submission)}`,
      close: () => session.stop(),
    };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return { kind: 'unusable', status: 'crashed', why: `The submission cannot be loaded. ${error.message}` };
  }
}
