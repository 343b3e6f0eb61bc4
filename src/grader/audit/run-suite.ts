/** Runs a suite's own command in a folder, for a limited time. */
import { endGroup, spawnHeld } from '../../wire/leftovers.js';

export type SuiteOutcome = 'passed' | 'failed' | 'timeout';

export interface SuiteRun {
  readonly outcome: SuiteOutcome;
  /** The end of what it printed. */
  readonly printed: string;
}

const mostKept = 2_000;

export function runSuite(command: string, folder: string, milliseconds: number): Promise<SuiteRun> {
  const child = spawnHeld(['/bin/sh', '-c', command], { cwd: folder });
  let printed = '';
  const keep = (text: Buffer) => {
    printed = `${printed}${text}`.slice(-mostKept);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.stdin.on('error', () => {});
  child.stdin.end();
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      endGroup(child.pid);
    }, milliseconds);
    child.once('error', reject);
    // Not `close`: something that the suite left running may hold its output open.
    child.once('exit', (code) => {
      clearTimeout(timer);
      endGroup(child.pid);
      resolve({ outcome: late ? 'timeout' : code === 0 ? 'passed' : 'failed', printed });
    });
  });
}
