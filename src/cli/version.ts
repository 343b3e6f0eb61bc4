import { readFileSync } from 'node:fs';

/** This package's version. */
export const version = (): string => {
  const manifest = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
};
