import { readFileSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Submitted } from './submitted.js';

/** A submitted file, or a folder. Messages call files as seen from the working directory. */
export function onDisk(path: string): Submitted {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return {
    holds: (other) => other === path || other.startsWith(`${resolve(path)}/`),
    shown: (other) => relative(process.cwd(), other),
    file: isFile ? path : undefined,
    text: () => (isFile ? textOf(path) : ''),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
