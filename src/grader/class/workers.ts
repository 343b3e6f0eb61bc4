/** Several workers at once, each with one submission at a time. A worker that dies costs only that submission. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { endGroup, holdGroup } from '../../wire/leftovers.js';
import { packageRoot } from '../package-root.js';
import { laterOptimization } from '../protection.js';
import type { Reply, Task } from './worker.js';

/** worker.ts as `npm run build` joins it, because Node does not run TypeScript. */
const script = join(packageRoot, 'dist', 'joined', 'worker.js');

/**
 * One core for each worker, so that as many workers pay off as there are cores: the helper threads of V8 and esbuild
 * would take a third of another core. bin/backproof.js sets the budget.
 */
const oneCore = {
  execArgv: ['--single-threaded', ...laterOptimization()],
  env: { ...process.env, GOMAXPROCS: '1' },
  // A group of its own, so that all of it can be ended at once.
  detached: true,
};

/** Calls `finished` once for each task, in the order in which they end. */
export async function inWorkers(
  tasks: readonly Task[],
  jobs: number,
  finished: (task: Task, reply: Reply) => void,
): Promise<void> {
  const waiting = [...tasks].reverse();
  const lane = async () => {
    let worker: ChildProcess | undefined;
    try {
      for (let task = waiting.pop(); task !== undefined; task = waiting.pop()) {
        worker ??= started();
        finished(task, await ask(worker, task));
        if (!worker.connected) {
          endGroup(worker.pid);
          worker = undefined;
        }
      }
    } finally {
      worker?.disconnect();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, lane));
}

function started(): ChildProcess {
  const worker = fork(script, [], oneCore);
  holdGroup(worker.pid);
  worker.once('exit', () => endGroup(worker.pid));
  return worker;
}

function ask(worker: ChildProcess, task: Task): Promise<Reply> {
  return new Promise((resolve) => {
    const settle = (reply: Reply) => {
      worker.off('message', settle).off('exit', die).off('error', fail);
      resolve(reply);
    };
    const die = (code: number | null, signal: string | null) =>
      settle({ kind: 'failed', why: `the grader's process ended (${signal ?? `exit code ${code}`})` });
    const fail = ({ message }: Error) =>
      settle({ kind: 'failed', why: `the grader's process cannot be started or reached (${message})` });
    worker.on('message', settle).on('exit', die).on('error', fail);
    worker.send(task);
  });
}
