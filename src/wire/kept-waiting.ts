/** How long other processes kept one from running, as Linux counts it. */
import { readdirSync, readFileSync } from 'node:fs';

/** What the system says of a process, and of those that it started, at one time; all in milliseconds. */
export interface Turns {
  readonly at: number;
  readonly ran: number;
  /** How long it could have run and had no core, until it last ran. */
  readonly waited: number;
  /** Whether it runs, or could. */
  readonly isReady: boolean;
}

/** Nothing where the system does not tell. */
export function turnsOf(pid: number | undefined): Turns {
  const found = pid === undefined ? none : added(pid);
  return { ...found, at: performance.now() };
}

/** For how long it could have run and had no core between the two. */
export function keptWaiting(before: Turns, now: Turns): number {
  const counted = now.waited - before.waited;
  if (!now.isReady) return counted;
  // A wait is counted when it ends, and this one has not.
  return Math.max(counted, now.at - before.at - (now.ran - before.ran));
}

const none = { ran: 0, waited: 0, isReady: false };

/** Around a submission's process there are others, which wait for it. */
function added(pid: number): typeof none {
  const [ran = 0, waited = 0] = textOf(`/proc/${pid}/schedstat`).split(' ').map(Number);
  // The main thread may wait for others, such as those that collect garbage.
  const isReady = threadsOf(pid).some((thread) => / R [^)]*$/.test(textOf(`${thread}/stat`)));
  const own = { ran: ran / 1e6, waited: waited / 1e6, isReady };
  const started = textOf(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  return started
    .map((each) => added(Number(each)))
    .reduce(
      (sum, each) => ({
        ran: sum.ran + each.ran,
        waited: sum.waited + each.waited,
        isReady: sum.isReady || each.isReady,
      }),
      own,
    );
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return ''; // It ended, or this is not Linux.
  }
}
