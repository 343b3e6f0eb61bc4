/** What a grader left behind. Everything it starts or writes lies in one folder, so that its path tells. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Processes that still name this folder after five seconds, and temporary folders in it. */
export async function leftoversOf(root: string): Promise<readonly string[]> {
  for (let tries = 0; tries < 50 && leftovers(root).length > 0; tries++) await sleep(100);
  return leftovers(root);
}

const leftovers = (root: string): readonly string[] => [...processesNaming(root), ...temporaryIn(root)];

function processesNaming(root: string): readonly string[] {
  if (!existsSync('/proc')) return [];
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return ids.flatMap((id) => {
    try {
      const line = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return line.includes(root) ? [`process ${id}: ${line.slice(0, 200)}`] : [];
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

const temporaryIn = (root: string): readonly string[] =>
  readdirSync(join(root, 'tmp'), { withFileTypes: true }).map(({ name }) => `tmp/${name}`);
