/** A learner's failures as a page of pictures. */
import { removeTemporary, temporaryFolder } from '../../wire/leftovers.js';
import { type Asked, type Failure, failureOf } from './failure.js';
import { attemptsIn, type Grading, gradingsIn } from './history.js';
import { reportPage } from './page.js';

export { askedIn, opOf } from './files.js';

export interface Report {
  readonly page: string;
  readonly failures: readonly Failure[];
}

/** @param keptIn where earlier gradings and attempts are kept */
export async function reportOf(asked: readonly Asked[], keptIn: string): Promise<Report> {
  const folder = temporaryFolder();
  try {
    const failures: Failure[] = [];
    for (const each of asked) failures.push(await failureOf(each, folder));
    const page = await reportPage({
      failures,
      gradings: ofLastFolder(gradingsIn(keptIn)),
      tried: attemptsIn(keptIn),
    });
    return { page, failures };
  } finally {
    removeTemporary(folder);
  }
}

/** Of other folders' gradings nothing is to be seen. */
const ofLastFolder = (gradings: readonly Grading[]): readonly Grading[] =>
  gradings.filter(({ submission }) => submission === gradings.at(-1)?.submission);
