/** Blocks spread over processes. Each takes the next block when it is done with its own, as some take far longer than others. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Jobs {
  /** How many processes. */
  readonly jobs: number;
  /** What makes a process ready: `worker.ts` takes the folder of blocks and the size of the measurement. */
  readonly arguments: readonly [folder: string, cases: number];
  readonly onDone: (name: string) => void;
}

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Measures all of these, by their names. @throws when a process ends before its time */
export async function measureAll(
  names: readonly string[],
  { jobs, arguments: given, onDone }: Jobs,
): Promise<void> {
  const queue = [...names];
  const run = () =>
    new Promise<void>((resolve, reject) => {
      const child = fork(worker, given.map(String), { execArgv: ['--import', 'tsx'] });
      const next = () => {
        const name = queue.shift();
        if (name === undefined) child.disconnect();
        else child.send(name);
      };
      child.on('message', (name) => {
        onDone(String(name));
        next();
      });
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        if (code === 0) resolve();
        else
          reject(
            new Error(`a process that measures ended with ${signal ?? `code ${code}`}; it says why above`),
          );
      });
      next();
    });
  await Promise.all(Array.from({ length: Math.min(jobs, names.length) }, run));
}
