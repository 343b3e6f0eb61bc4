import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { wholeCourse } from '../../src/grader/assignment/assignment.js';
import { Bundler } from '../../src/grader/bundler/bundler.js';
import { grade } from '../../src/grader/grade.js';
import type { ExerciseResult } from '../../src/grader/result.js';
import { defaultLimits } from '../../src/grader/sandbox.js';
import { sharesOf } from '../../src/grader/shares.js';
import type { Attack } from './attack.js';
import { bundling } from './bundling.js';
import { attacks } from './corpus.js';

/** Everything of this file lies here, bundles too, so that a process left behind shows this path. */
const root = mkdtempSync(join(tmpdir(), 'attacks-'));
vi.stubEnv('TMPDIR', root);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const limits = {
  ...defaultLimits,
  startMilliseconds: 8_000,
  runMilliseconds: 3_000,
  memoryMegabytes: 64,
  bufferMegabytes: 256,
  // A pipe takes its time: of 32 MB, seconds.
  printedBytes: 4_000_000,
  // What kills its process in one part of an exercise need not do so in the others.
  lives: 2,
};

/** Of exercises that share their points by cases, everything has to be right: many attacks are right in a part of it. */
const assignment = {
  ...wholeCourse,
  exercises: wholeCourse.exercises.map((each) =>
    sharesOf(each) ? { ...each, credit: 'all' as const } : each,
  ),
};

let count = 0;

/** One for all of them; attacks on the bundler itself get one each, as a submission alone does. */
const bundler = new Bundler();

async function graded(attack: Attack): Promise<ExerciseResult> {
  const { exercise, files, place, startMilliseconds, runMilliseconds } = attack;
  const submission = join(root, `student${count++}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(submission, path)), { recursive: true });
    writeFileSync(join(submission, path), text);
  }
  mkdirSync(submission, { recursive: true });
  place?.(submission);
  const { exercises } = await grade({
    submission,
    assignment,
    only: [exercise],
    runs: 20,
    limits: {
      ...limits,
      ...(startMilliseconds !== undefined && { startMilliseconds }),
      ...(runMilliseconds !== undefined && { runMilliseconds }),
    },
    replayFolder: join(submission, '.backproof'),
    ...(!bundling.includes(attack) && { bundler }),
  });
  return exercises[0] as ExerciseResult;
}

/** Command lines of all processes that run something of this file. */
function leftBehind(): string[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.flatMap((id) => {
    try {
      const line = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return line.includes(root) ? [line] : [];
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

describe('a submission gains no point that it does not deserve', () => {
  it('in at least 150 ways', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(150);
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
  });

  it.concurrent.each(attacks)('when it $name', async (attack) => {
    const { score, message } = await graded(attack);
    expect(message).toMatch(attack.told);
    expect(score).toBe(attack.deserved ?? 0);
  });
});

describe('when all is over', () => {
  beforeAll(() => bundler.stop());

  it.runIf(process.platform === 'linux')('no process is left', async () => {
    await vi.waitFor(() => expect(leftBehind()).toEqual([]), { timeout: 5_000 });
  });

  it('no temporary folder is left', () => {
    expect(readdirSync(root).filter((name) => !name.startsWith('student'))).toEqual([]);
  });
});
