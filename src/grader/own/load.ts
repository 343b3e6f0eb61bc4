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
  const { code } = bundledFrom(folder, file, readFileSync(file, 'utf8'));
  const { title, points, order, inputs } = readDefinition(code, relative(process.cwd(), file));
  return {
    id,
    title,
    ...languageIn(folder, id, order, path),
    sources: [],
    ops: [],
    points,
    hints: hintsIn(readmeOf(folder)),
    own: { folder, code, inputs: Object.keys(inputs).length },
  };
}

/** @throws {SetupError} if second order is asked for in Python */
function languageIn(folder: string, id: string, order: 1 | 2 | undefined, path: string) {
  if (!existsSync(join(folder, 'exercise.py')))
    return { kind: 'function', functions: [camelCase(id)], order: order ?? 2 } as const;
  if (order === 2) {
    throw new SetupError(
      `${path} asks for order 2, and its students write Python: arrays of NumPy have no graph that could be differentiated again. Leave \`order\` out of the definition, or write exercise.ts instead of exercise.py.`,
    );
  }
  return { kind: 'adapter', programs: true, functions: ['value', 'vjp'], order: 1 } as const;
}

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
export function definitionIn(folder: string, path: string): string {
  const found = ['definition.ts', 'definition.js'].map((name) => join(folder, name)).find(existsSync);
  if (found !== undefined) return found;
  throw new SetupError(
    `${path} has no definition.ts, which says what the exercise is about; \`backproof exercise new NAME\` writes a folder with one.`,
  );
}

interface Bundled {
  readonly code: string;
  /** The files that something in it is of, relative to the folder. */
  readonly from: readonly string[];
}

/** The definition and the files that it imports as one script. @param contents what the file is to hold. @throws {SetupError} */
export function bundledFrom(folder: string, file: string, contents: string): Bundled {
  try {
    const { outputFiles, metafile } = esbuild().buildSync({
      stdin: { contents, resolveDir: folder, sourcefile: basename(file), loader: 'ts' },
      // Comments in the script name files from here: it is the same wherever the folder is.
      absWorkingDir: folder,
      bundle: true,
      write: false,
      metafile: true,
      format: 'cjs',
      platform: 'neutral',
      target: 'es2022',
      external: ['backproof/*'],
      tsconfigRaw: '{}',
      logLevel: 'silent',
    });
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    const from = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
    return { code: outputFiles[0]?.text ?? '', from };
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
