/** What is below every page: how far the learner is, and the keys. */
import { widthOf } from '../formats/width.js';
import type { LearnKey } from '../texts/index.js';
import type { Style } from './style.js';

const keys: readonly LearnKey[] = ['h', 'n', 'l', 'r', 'c', 'o', 'q'];

export function solvedLine(solved: number, total: number, { columns, texts }: Style): string {
  const text = ` ${texts.learn.solved(solved, total)}`;
  const room = Math.max(10, Math.min(50, columns - widthOf(text) - 2));
  const filled = total === 0 ? 0 : Math.floor((solved / total) * room);
  return `[${'█'.repeat(filled)}${'·'.repeat(room - filled)}]${text}`;
}

/** @param manual whether a key checks, and not each save */
export function keyLine(manual: boolean, { columns, paint, texts }: Style): string[] {
  const all: readonly LearnKey[] = manual ? ['space', ...keys] : keys;
  const lines = [''];
  for (const name of all) {
    const [key, what] = texts.learn.keys[name];
    const last = lines.at(-1) as string;
    const longer = last === '' ? `${key} ${what}` : `${last}  ${key} ${what}`;
    if (widthOf(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(`${key} ${what}`);
  }
  return lines.map((line) => paint('dim', line));
}
