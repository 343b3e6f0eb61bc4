/**
 * What lockdown.ts is in a process of its own, for a harness that runs in a page's worker: the bundle for pages has this
 * file in its place. `host` is the parameter of the function that such a bundle is.
 */
import type { Host } from '../page/host.js';

declare const host: Host;

/** The last text that the running case printed, if the grader asked for it, and the most that is kept of it. */
let kept: { text: string; readonly most: number; isOver: boolean } | undefined;

host.print = (line) => {
  if (kept?.isOver !== false) return;
  kept.text += `${line}\n`;
  // Not on every print: cutting costs as much as the whole text, each time.
  if (kept.text.length > 2 * kept.most) kept.text = kept.text.slice(-kept.most);
};

/** From now on the last `most` characters that are printed are kept. */
export function keepPrints(most: number): void {
  kept = { text: '', most, isOver: false };
}

/** The case has run: further runs by the harness would print the same once more. */
export function stopPrints(): void {
  if (kept !== undefined) kept.isOver = true;
}

/** What was kept. */
export function takePrints(): string {
  const text = kept?.text.slice(-kept.most) ?? '';
  kept = undefined;
  return text;
}

export function send(message: object): void {
  host.send(message);
}

/** Calls `answer` with every message of the grader, one at a time. */
export function receive(answer: (message: unknown) => unknown): void {
  host.answer = answer;
}
