/** Loads an instructor's own exercise from its folder. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative, resolve } from 'node:path';
import { Script } from 'node:vm';
import { type Exercise, exerciseIds } from '../exercises.js';
import { SetupError } from '../setup-error.js';
import { readDefinition } from './read.js';

/** Loaded only where there is such an exercise: it takes longer than the rest of a start. */
const esbuild = (): typeof import('esbuild') => createRequire(import.meta.url)('esbuild');

/** @throws {SetupError} when the folder has no definition, or one that makes no sense */
export function loadExercise(path: string): Exercise {
  const folder = resolve(path);
  const id = nameIn(folder, path);
  const file = definitionIn(folder, path);
  const code = bundled(folder, file);
  const { title, points, order = 2 } = readDefinition(code, relative(process.cwd(), file));
  return {
    id,
    title,
    ...languageIn(folder, id, order),
    sources: [],
    ops: [],
    points,
    hints: hintsIn(readmeOf(folder)),
    own: { folder, code },
  };
}

/** Arrays of NumPy have no graph that could be differentiated again. */
const languageIn = (folder: string, id: string, order: 1 | 2) =>
  existsSync(join(folder, 'exercise.py'))
    ? ({ kind: 'adapter', programs: true, functions: ['value', 'vjp'], order: 1 } as const)
    : ({ kind: 'function', functions: [camelCase(id)], order } as const);

/** The function that a learner's file exports. */
export const camelCase = (id: string): string =>
  id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** What is wrong with the name of an exercise; undefined if nothing is. */
export function nameProblem(id: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    return `an exercise is named after its folder, by lower-case letters, digits and single hyphens, and "${id}" is not such a name`;
  if (!isIdentifier(camelCase(id)))
    return `students export a function called "${camelCase(id)}", which is a word of the language; give it another name`;
  if (exerciseIds.includes(id)) return `"${id}" is an exercise of this package; give yours another name`;
  return undefined;
}

function isIdentifier(name: string): boolean {
  try {
    new Script(`'use strict'; const ${name} = 0;`);
    return true;
  } catch {
    return false;
  }
}

function nameIn(folder: string, path: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new SetupError(
      `There is no folder "${path}" with an exercise; \`backproof exercise new NAME\` writes one.`,
    );
  const id = basename(folder);
  const problem = nameProblem(id);
  if (problem === undefined) return id;
  throw new SetupError(`${path} cannot be an exercise: ${problem}.`);
}

/** What `assignment create` hands out is a script already. */
function definitionIn(folder: string, path: string): string {
  const found = ['definition.ts', 'definition.js'].map((name) => join(folder, name)).find(existsSync);
  if (found !== undefined) return found;
  throw new SetupError(
    `${path} has no definition.ts, which says what the exercise is about; \`backproof exercise new NAME\` writes a folder with one.`,
  );
}

/** The definition and the files that it imports as one script. */
function bundled(folder: string, file: string): string {
  try {
    const { outputFiles } = esbuild().buildSync({
      entryPoints: [file],
      // Comments in the script name files from here: it is the same wherever the folder is.
      absWorkingDir: folder,
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'neutral',
      target: 'es2022',
      external: ['backproof/*'],
      tsconfigRaw: '{}',
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new SetupError(
      `${relative(process.cwd(), file)} does not compile: ${String((error as Error).message)
        .split('\n')
        .slice(1)
        .join('; ')}`,
    );
  }
}

export const readmeOf = (folder: string): string => {
  const file = join(folder, 'README.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

/** A README's hints, from a nudge to nearly the answer, each folded away until somebody opens it. */
const hintsIn = (readme: string): readonly string[] =>
  [...readme.matchAll(/<details>\s*<summary>\s*Hint\b[^<]*<\/summary>([\s\S]*?)<\/details>/gi)]
    .map(([, text = '']) => text.trim().replace(/\s+/g, ' '))
    .filter((text) => text !== '');
