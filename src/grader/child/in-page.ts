/**
 * What lockdown.ts is in a process of its own, for a harness that runs in a page's worker: the bundle for pages has this
 * file in its place. `host` is the parameter of the function that such a bundle is.
 */
import type { Host } from '../page/host.js';
import { keep } from './kept-prints.js';

declare const host: Host;

host.print = (line) => keep(`${line}\n`);

export function send(message: object): void {
  host.send(message);
}

/** Calls `answer` with every message of the grader, one at a time. */
export function receive(answer: (message: unknown) => unknown): void {
  host.answer = answer;
}
