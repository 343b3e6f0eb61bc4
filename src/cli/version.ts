import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../grader/package-root.js';

/** This package's version. */
export const version = (): string => {
  const manifest = join(packageRoot, 'package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
};
