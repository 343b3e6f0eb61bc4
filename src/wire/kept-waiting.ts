/** How long other processes kept one from running, as Linux counts it. */
import { readFileSync } from 'node:fs';

/**
 * For how many milliseconds this process, and those that it started, could have run and had no core. Zero where the
 * system does not tell.
 */
export function keptWaiting(pid: number | undefined): number {
  if (pid === undefined) return 0;
  const [, waiting = 0] = numbersIn(`/proc/${pid}/schedstat`);
  // Around a submission's process there are others, which wait for it.
  const started = numbersIn(`/proc/${pid}/task/${pid}/children`);
  return started.reduce((sum, each) => sum + keptWaiting(each), waiting / 1e6);
}

function numbersIn(file: string): number[] {
  try {
    return readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return []; // It ended, or this is not Linux.
  }
}
