/**
 * Names as written in the submitted file. A bundle is one scope: if a name is taken there, the bundler renames what
 * the learner wrote to `tensor2` or `_Square`, and messages at run time use the new name.
 */
import type { Submitted } from './submitted.js';

/** A folder, or a file that cannot be read, leaves the text as it is. */
export function asWritten(text: string, submitted: Submitted): string {
  const written = namesIn(submitted);
  if (written.size === 0) return text;
  return text.replace(/[\p{L}_$][\p{L}\p{N}_$]*/gu, (name) => {
    if (written.has(name)) return name;
    const candidates = [name.replace(/\d+$/, ''), name.replace(/^_/, ''), name.replace(/^_|\d+$/g, '')];
    return candidates.find((each) => written.has(each)) ?? name;
  });
}

const namesIn = ({ file, text }: Submitted): ReadonlySet<string> =>
  new Set(file !== undefined && /\.[jt]s$/.test(file) ? text().match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) : []);
