/** A failure as a page of pictures. */
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { namingOf } from '../grader/own/names.js';
import { writeWhole } from '../grader/write-file.js';
import { en, type Texts } from '../texts/index.js';
import type { Checked } from './checker.js';

/** Writes the page beside the counterexamples. @returns where it is, or why there is none */
export async function openPicture(
  checked: Checked | undefined,
  keptIn: string,
  texts: Texts['learn'] = en.learn,
): Promise<string> {
  if (checked?.failure === undefined) return texts.noFailure;
  const { exercise, part, id, file } = checked.lesson;
  const { testCase } = checked.failure.broken;
  // Most learners never ask for it.
  const { opOf, reportOf } = await import('../grader/report-page/index.js');
  const replay = { exercise, submission: dirname(dirname(file)), testCase };
  const asked = {
    name: id,
    testCase,
    naming: namingOf(exercise),
    op: opOf(`${exercise.id}.${part}`, exercise.kind, testCase),
    replay,
    said: '',
  };
  const page = join(keptIn, 'report.html');
  try {
    writeWhole(page, (await reportOf([asked], keptIn)).page);
  } catch (error) {
    return texts.pageNotWritten((error as Error).message);
  }
  return texts.pageIn(page, pathToFileURL(resolve(page)).href);
}
