/** Runs `backproof grade` on a class, as a teacher would, and kills it half-way where that is asked for. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const bin = resolve('bin/backproof.js');

/** @param until when to kill it @returns the exit code, or the signal that ended it */
export function backproof(
  args: readonly string[],
  until?: () => boolean,
  env = process.env,
  signal: NodeJS.Signals = 'SIGKILL',
): Promise<number | string> {
  const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const watch = setInterval(() => until?.() && child.kill(signal), 50);
  return new Promise((done) => {
    child.on('exit', (code, ending) => {
      clearInterval(watch);
      done(ending ?? code ?? 0);
    });
  });
}

export const resultCount = (folder: string): number =>
  existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')).length : 0;

/** The files that are not in both folders with the same bytes. */
export function differingFiles(one: string, other: string): string[] {
  const files = new Set([...readdirSync(one), ...readdirSync(other)]);
  const same = (file: string) =>
    existsSync(join(one, file)) &&
    existsSync(join(other, file)) &&
    readFileSync(join(one, file)).equals(readFileSync(join(other, file)));
  return [...files].filter((file) => !same(file));
}
