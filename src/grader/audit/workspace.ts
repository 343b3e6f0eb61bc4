/** A copy of a course's folder in a temporary place, for one run of its tests: with the packages that it imports. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { temporaryFolder } from '../../wire/leftovers.js';
import { packageRoot } from '../package-root.js';
import { leftOut, type Mutant } from './mutants.js';

/** @returns the temporary folder, and the copy in it. */
export function workspaceOf(
  folder: string,
  mutant?: Mutant,
): { readonly root: string; readonly copy: string } {
  const root = temporaryFolder();
  const copy = join(root, 'course');
  const isWanted = (path: string) => path === folder || !leftOut.includes(basename(path));
  cpSync(folder, copy, { recursive: true, filter: isWanted });
  linkPackages(folder, copy);
  keepModuleType(folder, copy);
  if (mutant !== undefined) appendFileSync(join(copy, mutant.file), mutant.code);
  return { root, copy };
}

/** The nearest file or folder of this name, in the folder or above it. */
function nearest(folder: string, name: string): string | undefined {
  const here = join(folder, name);
  if (existsSync(here)) return here;
  const above = dirname(folder);
  return above === folder ? undefined : nearest(above, name);
}

/** Links to each package, with this backproof among them: it is the one whose mistakes are planted. */
function linkPackages(folder: string, copy: string): void {
  const packages = join(copy, 'node_modules');
  mkdirSync(packages);
  const from = nearest(resolve(folder), 'node_modules');
  for (const name of from === undefined ? [] : readdirSync(from)) {
    // What tools remember there would be shared by all runs.
    if (name !== 'backproof' && (name === '.bin' || !name.startsWith('.')))
      symlinkSync(join(from ?? '', name), join(packages, name));
  }
  symlinkSync(packageRoot, join(packages, 'backproof'));
}

/** Whether .ts and .js are ES modules is said by a package.json, which may stand above the folder. */
function keepModuleType(folder: string, copy: string): void {
  if (existsSync(join(copy, 'package.json'))) return;
  const found = nearest(resolve(folder), 'package.json');
  const said =
    found === undefined ? undefined : /"type"\s*:\s*"(\w+)"/.exec(readFileSync(found, 'utf8'))?.[1];
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ private: true, type: said ?? 'module' }));
}
