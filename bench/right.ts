/** All right but unusual submissions, with several seeds: prints who lost points. None may. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { submitted } from '../spec/right-but-unusual/index.js';
import { grade } from '../src/grader/grade.js';

const [seeds = 5] = process.argv.slice(2).map(Number);
const only = process.argv[3];
let lost = 0;
let graded = 0;
for (const { exercise, names, source } of submitted.filter(
  ({ exercise, names }) =>
    only === undefined || exercise === only || names.some((name) => name.includes(only)),
)) {
  const submission = mkdtempSync(join(tmpdir(), 'right-'));
  const file = join(submission, exercise, `${exercise}.ts`);
  mkdirSync(dirname(file));
  writeFileSync(file, source);
  for (let seed = 1; seed <= seeds; seed++) {
    const { score, maxScore, exercises } = await grade({
      submission,
      only: [exercise],
      seed,
      replayFolder: submission,
    });
    graded++;
    if (score === maxScore) continue;
    lost++;
    console.log(
      `seed ${seed}: ${exercise} (${names.join('; ')}): ${score} of ${maxScore}\n${exercises[0]?.message}\n`,
    );
  }
  rmSync(submission, { recursive: true });
}
const count = submitted.reduce((sum, { names }) => sum + names.length, 0);
console.log(
  `${count} right but unusual things in ${submitted.length} submissions, graded ${graded} times: ${lost} lost points`,
);
process.exitCode = lost === 0 ? 0 : 1;
