/**
 * A process of ours that bundles what the grader asks for, one exercise after the other. bundler.ts starts it, bounds it,
 * and ends it together with esbuild's own process.
 */
import { createInterface } from 'node:readline';
import { bundle, check } from './bundle.js';
import type { Asked, Reply } from './request.js';

const say = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);

async function answer(line: string): Promise<Reply> {
  try {
    const asked = JSON.parse(line) as Asked;
    if ('check' in asked) return await check(asked.check);
    process.chdir(asked.folder);
    return await bundle(asked);
  } catch (error) {
    return { kind: 'unable', why: (error as Error).message };
  }
}

const lines = createInterface({ input: process.stdin });
let last: Promise<unknown> = Promise.resolve();
lines.on('line', (line) => {
  last = last.then(async () => say(await answer(line)));
});
// Our parent is gone: end the whole process group, in which esbuild runs.
lines.on('close', () => process.kill(0, 'SIGKILL'));
say({ ready: true });
