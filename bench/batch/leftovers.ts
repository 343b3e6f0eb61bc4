/** What runs of the grader, whose TMPDIR was a folder of their own, left behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface Leftovers {
  readonly processes: readonly string[];
  readonly folders: readonly string[];
}

/** Waits until nothing is left, at most this long. */
export async function leftovers(temporary: string, mostMilliseconds: number): Promise<Leftovers> {
  const end = performance.now() + mostMilliseconds;
  for (;;) {
    const left = { processes: processesOf(temporary), folders: readdirSync(temporary) };
    if (left.processes.length + left.folders.length === 0 || performance.now() > end) return left;
    await wait(100);
  }
}

/** Each of ours has the folder in its environment, or, where that is empty, a bundle in its command. */
const processesOf = (temporary: string): string[] =>
  readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id) && Number(id) !== process.pid)
    .filter((id) => read(id, 'environ').includes(temporary) || read(id, 'cmdline').includes(temporary))
    .map((id) => read(id, 'cmdline').replaceAll('\0', ' '));

function read(id: string, what: string): string {
  try {
    return readFileSync(join('/proc', id, what), 'utf8');
  } catch {
    return '';
  }
}
