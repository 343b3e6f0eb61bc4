/**
 * `npm run batch -- --count 200 --seed 1`: grades a class whose mistakes are known. Each must be found and cost its own
 * points alone, and most must be called by their name; killed half-way and resumed, the files must be the same.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawClass, writeSubmission } from './batch/planted-class.js';
import { backproof, differingFiles, resultCount } from './batch/run.js';
import { verifyClass } from './batch/verify-class.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
  },
});
const count = Number(values.count);
const folder = mkdtempSync(join(tmpdir(), 'batch-'));
try {
  const submissions = drawClass(count, Number(values.seed));
  const folders = submissions.map((each) => writeSubmission(each, join(folder, 'submissions')));
  const grade = (out: string, more: readonly string[] = [], until?: () => boolean) =>
    backproof(['grade', ...folders, '--out', out, '--jobs', values.jobs, ...more], until);

  const [killed, whole] = [join(folder, 'killed'), join(folder, 'whole')];
  const ended = await grade(killed, [], () => resultCount(killed) >= count / 2);
  const before = resultCount(killed);
  const start = performance.now();
  await grade(killed, ['--resume']);
  const seconds = (performance.now() - start) / 1000;
  const verified = verifyClass(submissions, killed);
  const { planted, wrongExercises, named, problems, misnamed } = verified;
  console.log(`${count} submissions with ${planted} mistakes planted, in ${wrongExercises} exercises.`);
  console.log(
    `Killed (${ended}) after ${before} results; the other ${count - before} took ${seconds.toFixed(0)} s.`,
  );
  console.log(`Not as it should be: ${problems.length}.${list(problems)}`);
  console.log(
    `Called by its name: ${named} of ${wrongExercises} (${((100 * named) / wrongExercises).toFixed(1)} %).${list(misnamed)}`,
  );

  await grade(whole);
  const differing = differingFiles(killed, whole);
  console.log(
    `Files that differ from those of a run that was not killed: ${differing.length} of ${count + 2}.${list(differing)}`,
  );
  if (problems.length > 0 || differing.length > 0 || named < 0.9 * wrongExercises) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `\n  ${sentence}`).join('');
}
