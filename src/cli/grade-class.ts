/** The part of `backproof grade` that grades many submissions. */
import { shellQuoted } from '../formats/shell-quoted.js';
import { gradeClass } from '../grader/class/grade-class.js';
import type { Grading } from '../grader/class/grading.js';
import { publishClass } from '../grader/class/publish.js';
import { type ClassResult, readResult, resultFile } from '../grader/class/result-file.js';
import { inShard, type NamedSubmission, namedSubmissions, type Shard } from '../grader/class/submissions.js';
import type { Output } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { ProgressBar } from './progress-bar.js';

export interface Asked {
  readonly folders: readonly string[];
  readonly out: string;
  readonly jobs: number;
  readonly resume: boolean;
  readonly shard: Shard | undefined;
}

/** @returns the exit code: 0 when every submission was graded, however well, and 2 when one could not be */
export async function runClass(asked: Asked, grading: Grading, output: Output): Promise<ExitCode> {
  const { folders, out, shard } = asked;
  const all = namedSubmissions(folders);
  const submissions = shard === undefined ? all : inShard(all, shard);
  const bar = new ProgressBar(process.stderr);
  const { resumed, failed } = await gradeClass({ ...asked, submissions, grading, onProgress: bar.show });
  bar.clear();
  for (const { name, why } of failed) output.error(`${name} could not be graded: ${why.replace(/\.$/, '')}.`);
  const results = resultsOf(submissions, out);
  const counts = `${results.length} of ${all.length} submissions are graded with seed ${grading.seed}`;
  output.log(`${counts}${resumed > 0 ? `; ${resumed} of them were before` : ''}.`);
  if (shard !== undefined) {
    output.log(
      `This was shard ${shard.part}/${shard.of}. When all are done: npx backproof merge ${shellQuoted([out])}`,
    );
  } else if (results.length > 0) {
    output.log((await publishClass(results, out)).join('\n'));
  }
  return failed.length === 0 ? 0 : 2;
}

const resultsOf = (submissions: readonly NamedSubmission[], out: string): ClassResult[] =>
  submissions.flatMap(({ name }) => readResult(resultFile(out, name)) ?? []);
