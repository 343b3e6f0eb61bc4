/** One attack, graded as a course would: by the command line, in a process of its own. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Attack } from '../../spec/attacks/attack.js';
import type { Grade } from '../../src/grader/result.js';

export interface Damage {
  readonly name: string;
  readonly points: number;
  readonly deserved: number;
  /** The grader did not end within `mostSeconds`. */
  readonly hung: boolean;
  /** The peak of the grader's own process. */
  readonly megabytes: number;
}

export interface Surroundings {
  /** Holds all that the grader starts or writes. */
  readonly root: string;
  readonly index: number;
  readonly bubblewrap: boolean;
}

const mostSeconds = 120;
const command = fileURLToPath(new URL('../../bin/backproof.js', import.meta.url));
const preloaded = fileURLToPath(new URL('peak-memory.mjs', import.meta.url));

export async function attackOnce(attack: Attack, { root, index, bubblewrap }: Surroundings): Promise<Damage> {
  const folder = join(root, `run${index}`);
  const submission = join(folder, 'student');
  writeSubmission(attack, submission);
  mkdirSync(join(root, 'tmp'), { recursive: true });
  const [json, peak] = [join(folder, 'grade.json'), join(folder, 'peak')];
  const env = {
    ...process.env,
    ...(!bubblewrap && { PATH: pathWithoutBubblewrap() }),
    TMPDIR: join(root, 'tmp'),
    PEAK_MEMORY_FILE: peak,
  };
  const args = ['--import', preloaded, command, 'grade', submission, '--only', attack.exercise];
  const hung = await runs([...args, '--runs', '20', '--json', json], folder, env);
  return {
    name: attack.name,
    points: existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Grade).score : 0,
    deserved: attack.deserved ?? 0,
    hung,
    megabytes: existsSync(peak) ? Number(readFileSync(peak, 'utf8')) : Number.POSITIVE_INFINITY,
  };
}

function writeSubmission({ files, place }: Attack, submission: string): void {
  mkdirSync(submission, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(submission, path)), { recursive: true });
    writeFileSync(join(submission, path), text);
  }
  place?.(submission);
}

/** @returns whether it had to be killed */
function runs(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: 'ignore' });
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, mostSeconds * 1000);
    child.on('exit', () => {
      clearTimeout(timer);
      resolve(hung);
    });
  });
}

/** The grader looks for `bwrap` on the path, and finds none in these folders. */
function pathWithoutBubblewrap(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter((folder) => !existsSync(join(folder, 'bwrap'))).join(delimiter);
}
