/** What is below every page: how far the learner is, and the keys. */
import type { Style } from './style.js';

const keys: readonly (readonly [key: string, what: string])[] = [
  ['h', 'hint'],
  ['n', 'next'],
  ['l', 'list'],
  ['r', 'reset'],
  ['c', 'check all'],
  ['o', 'picture'],
  ['q', 'quit'],
];

export function solvedLine(solved: number, total: number, columns: number): string {
  const text = ` ${solved}/${total} solved`;
  const room = Math.max(10, Math.min(50, columns - text.length - 2));
  const filled = total === 0 ? 0 : Math.floor((solved / total) * room);
  return `[${'█'.repeat(filled)}${'·'.repeat(room - filled)}]${text}`;
}

/** @param manual whether a key checks, and not each save */
export function keyLine(manual: boolean, { columns, paint }: Style): string[] {
  const all = manual ? [['space', 'check'] as const, ...keys] : keys;
  const lines = [''];
  for (const [key, what] of all) {
    const last = lines.at(-1) as string;
    const longer = last === '' ? `${key} ${what}` : `${last}  ${key} ${what}`;
    if (longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(`${key} ${what}`);
  }
  return lines.map((line) => paint('dim', line));
}
