import { statSync } from 'node:fs';
import { relative } from 'node:path';

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** A path as it is shown: relative to where we run. */
export const display = (path: string): string => relative(process.cwd(), path) || path;
