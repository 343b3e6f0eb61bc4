/**
 * `npm run bench:hostile -- --count 200`: a class with a tenth of hostile members. The others' results must be those of a
 * class without them, also when the run is killed five times and resumed; and nothing may be left of any of it.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { hostileKinds, writeHostile } from './batch/hostile-members.js';
import { leftovers } from './batch/leftovers.js';
import { drawClass, writeSubmission } from './batch/planted-class.js';
import { backproof, differingFiles, resultCount } from './batch/run.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
  },
});
const count = Number(values.count);
const hostileCount = Math.round(count / 10);
const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
const temporary = join(folder, 'temporary');
mkdirSync(temporary);
try {
  const submissions = join(folder, 'submissions');
  const honest = drawClass(count - hostileCount, Number(values.seed)).map((each) =>
    writeSubmission(each, submissions),
  );
  const kinds = Object.keys(hostileKinds);
  const hostile = Array.from({ length: hostileCount }, (_, index) => {
    const kind = kinds[index % kinds.length] as string;
    return writeHostile(kind, `${kind}-${index}`, submissions);
  });
  const grade = (
    folders: readonly string[],
    out: string,
    more: readonly string[] = [],
    until?: () => boolean,
  ) =>
    backproof(
      [
        ...['grade', ...folders, '--out', join(folder, out)],
        ...['--jobs', values.jobs, '--only', 'matmul', '--runs', '5', ...more],
      ],
      until,
      { ...process.env, TMPDIR: temporary },
    );
  const stage = (what: string) => console.error(`… ${what}`);

  stage(`${honest.length} without the hostile`);
  await grade(honest, 'honest');
  stage(`${count} with them`);
  const everyone = [...honest, ...hostile];
  const code = await grade(everyone, 'whole');
  for (let kill = 1; kill <= 5; kill++) {
    const moment = ((kill - Math.random()) / 5) * count;
    stage(`killed after ${Math.ceil(moment)} results`);
    await grade(everyone, 'killed', ['--resume'], () => resultCount(join(folder, 'killed')) >= moment);
  }
  stage('resumed to the end');
  await grade(everyone, 'killed', ['--resume']);

  const own = honest.map((each) => `${basename(each)}.json`);
  const disturbed = differingFiles(join(folder, 'honest'), join(folder, 'whole')).filter((file) =>
    own.includes(file),
  );
  const resumed = differingFiles(join(folder, 'whole'), join(folder, 'killed'));
  const left = await leftovers(temporary, 10_000);
  console.log(
    `${count} submissions, ${hostile.length} of them hostile, of ${kinds.length} kinds; exit code ${code}.`,
  );
  console.log(`Results of the other ${honest.length} that the hostile changed: ${disturbed.length}.`);
  console.log(`Killed five times and resumed: ${resumed.length} of ${count} differ. ${resumed.join(' ')}`);
  console.log(
    `Processes left: ${left.processes.length}; temporary files left: ${left.folders.length}. ${left.processes.join(' | ')}`,
  );
  if (disturbed.length + resumed.length + left.processes.length + left.folders.length > 0 || code !== 0)
    process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
