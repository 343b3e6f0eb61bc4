/**
 * Names as written in the submitted file. A bundle is one scope: if a name is taken there, the bundler renames what
 * the learner wrote to `tensor2` or `_Square`, and messages at run time use the new name.
 */
import { readFileSync } from 'node:fs';

/** @param file the submitted file; a folder, or one that cannot be read, leaves the text as it is */
export function asWritten(text: string, file: string): string {
  const written = namesIn(file);
  if (written.size === 0) return text;
  return text.replace(/[\p{L}_$][\p{L}\p{N}_$]*/gu, (name) => {
    if (written.has(name)) return name;
    const candidates = [name.replace(/\d+$/, ''), name.replace(/^_/, ''), name.replace(/^_|\d+$/g, '')];
    return candidates.find((each) => written.has(each)) ?? name;
  });
}

function namesIn(file: string): ReadonlySet<string> {
  if (!/\.[jt]s$/.test(file)) return new Set();
  try {
    return new Set(readFileSync(file, 'utf8').match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));
  } catch {
    return new Set();
  }
}
