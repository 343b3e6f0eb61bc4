/** From a submitted file to a sandbox that answers, or to a sentence that says why there is none. */
import { realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BundleProcess } from './bundle-process.js';
import { Bundler } from './bundler/bundler.js';
import { type Bundled, submittedFile } from './bundler/request.js';
import { chapterOf, type Exercise } from './exercises.js';
import { explainVerdict } from './explain.js';
import { deathOf } from './implementation.js';
import { onDisk } from './on-disk.js';
import { isGreeting, parseReply } from './reply.js';
import type { Status } from './result.js';
import { type Limits, Sandbox } from './sandbox.js';
import { SetupError } from './setup-error.js';
import type { Submitted } from './submitted.js';

export type Loaded =
  | { readonly kind: 'ready'; readonly sandbox: Sandbox; readonly submitted: Submitted }
  | Unusable;

export interface Unusable {
  readonly kind: 'unusable';
  readonly status: Status;
  readonly why: string;
}

/** @param folder where the bundle is written */
export async function load(
  exercise: Exercise,
  submission: string,
  folder: string,
  limits?: Limits,
): Promise<Loaded> {
  const script = join(folder, `${chapterOf(exercise)}.mjs`);
  const bundler = new Bundler();
  try {
    const bundled = await bundler.bundle(exercise, submission, script);
    return await start(exercise, submission, { ...bundled, script }, limits);
  } finally {
    bundler.stop();
  }
}

/** The result of bundling an exercise, and the script that it was written to. */
export type BundledScript = Bundled & { readonly script: string };

/** The same, and the process that exercises of one file share. */
export type SharedScript = BundledScript & { readonly process: BundleProcess };

export async function start(
  exercise: Exercise,
  submission: string,
  bundled: BundledScript,
  limits?: Limits,
): Promise<Loaded> {
  if (bundled.kind === 'missing') return { kind: 'unusable', status: 'missing', why: bundled.why };
  if (bundled.kind === 'broken') {
    return { kind: 'unusable', status: 'crashed', why: `The file does not compile.\n${bundled.why}` };
  }
  const submitted = onDisk(realpathSync(submittedFile(submission, exercise)));
  const sandbox = new Sandbox(bundled.script, limits);
  const answer = await sandbox.start();
  if (answer.kind === 'line' && isGreeting(answer.text)) return { kind: 'ready', sandbox, submitted };
  sandbox.stop();
  if (answer.kind === 'exited') await proveSound(dirname(bundled.script), limits);
  const outcome = answer.kind === 'line' ? parseReply(answer.text, 0).outcome : deathOf(answer);
  const status = outcome.kind === 'timeout' ? 'timeout' : 'crashed';
  const why =
    outcome.kind === 'done' ? 'It answered before it was asked.' : explainVerdict(outcome, submitted);
  return { kind: 'unusable', status, why: `The file cannot be loaded. ${why}` };
}

/**
 * If not even this process starts, the submission is not to blame.
 * @throws {SetupError}
 */
async function proveSound(folder: string, limits?: Limits): Promise<void> {
  const script = join(folder, 'sound.mjs');
  try {
    writeFileSync(script, `console.log('{"version":1}');\n`);
  } catch (error) {
    throw new SetupError(`Nothing can be written to ${folder}: ${(error as Error).message}.`);
  }
  const sandbox = new Sandbox(script, limits);
  const answer = await sandbox.start();
  sandbox.stop();
  if (answer.kind !== 'exited') return;
  throw new SetupError(`A process for submissions cannot be started: ${answer.how}.\n${answer.printed}`);
}
