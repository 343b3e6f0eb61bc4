/** Loads an instructor's own exercise from its folder. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative, resolve } from 'node:path';
import { type Language, languages } from '../../texts/index.js';
import { type Answer, type Exercise, exerciseIds, type Own } from '../exercises.js';
import { SetupError } from '../setup-error.js';
import { readDefinitions } from './read.js';
import { camelCase, isIdentifier } from './words.js';

/** Loaded only where there is such an exercise: it takes longer than the rest of a start. */
const esbuild = (): typeof import('esbuild') => createRequire(import.meta.url)('esbuild');

/** The exercises of a folder: one, or those of a chapter in their order. @throws {SetupError} if it has none that makes sense */
export function loadFolder(path: string): readonly Exercise[] {
  const folder = folderAt(path);
  const id = basename(folder);
  const file = definitionIn(folder, path);
  const { code } = bundledFrom(folder, file, readFileSync(file, 'utf8'));
  const { definitions } = readDefinitions(code, relative(process.cwd(), file));
  const problem = nameProblem(id, !definitions.has(undefined));
  if (problem !== undefined) throw new SetupError(`${path} cannot be an exercise: ${problem}.`);
  const readme = readmeOf(folder);
  const pages = languages.map((language) => ({ language, page: readmeOf(folder, language) }));
  return [...definitions].map(([entry, { title, points, order, answer, inputs, by, hints }]) => ({
    id: entry === undefined ? id : `${id}.${entry}`,
    title,
    ...languageIn(folder, entry ?? id, { order, answer, isChapter: entry !== undefined }, path),
    sources: [],
    ops: [],
    points,
    hints: hints ?? hintsOn(readme, entry),
    own: {
      folder,
      code,
      inputs: Object.keys(inputs),
      answer,
      ...((answer === 'jacobian' || by !== undefined) && { by: placesOf(by, inputs) }),
      ...(entry !== undefined && { entry }),
      ...(hints === undefined && { hintsIn: translated(pages, entry) }),
    },
  }));
}

/** In the order of the inputs. */
const placesOf = (by: readonly string[] | undefined, inputs: object): readonly number[] =>
  Object.keys(inputs).flatMap((name, index) => (by?.includes(name) === false ? [] : [index]));

/** The exercise of a folder that is no chapter. @throws {SetupError} */
export function loadExercise(path: string): Exercise {
  const [exercise, ...more] = loadFolder(path);
  if (exercise !== undefined && more.length === 0) return exercise;
  throw new SetupError(`${path} is a chapter of several exercises, and one alone is asked for.`);
}

interface Asked {
  readonly order: 0 | 1 | 2 | undefined;
  readonly answer: Answer;
  readonly isChapter: boolean;
}

/** @throws {SetupError} if more is asked for than can be in Python */
function languageIn(folder: string, name: string, { order, answer, isChapter }: Asked, path: string) {
  if (!existsSync(join(folder, 'exercise.py'))) {
    const differentiated = order === 0 || answer === 'jacobian' ? 1 : (order ?? 2);
    return { kind: 'function', functions: [camelCase(name)], order: differentiated } as const;
  }
  if (isChapter || answer !== 'gradient') {
    throw new SetupError(
      `${path} is a chapter, or asks for other than a value and its vjp, and its students write Python: write exercise.ts instead of exercise.py.`,
    );
  }
  if (order === 2) {
    throw new SetupError(
      `${path} asks for order 2, and its students write Python: arrays of NumPy have no graph that could be differentiated again. Leave \`order\` out of the definition, or write exercise.ts instead of exercise.py.`,
    );
  }
  return { kind: 'adapter', programs: true, functions: ['value', 'vjp'], order: 1 } as const;
}

/** What is wrong with the name of an exercise, or of a chapter; undefined if nothing is. */
export function nameProblem(id: string, isChapter = false): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    return `an exercise is named after its folder, by lower-case letters, digits and single hyphens, and "${id}" is not such a name`;
  if (!isChapter && !isIdentifier(camelCase(id)))
    return `students export a function called "${camelCase(id)}", which is a word of the language; give it another name`;
  if (exerciseIds.includes(id)) return `"${id}" is an exercise of this package; give yours another name`;
  return undefined;
}

function folderAt(path: string): string {
  const folder = resolve(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new SetupError(
    `There is no folder "${path}" with an exercise; \`backproof exercise new NAME\` writes one.`,
  );
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

export const pageName = (language: Language): string =>
  language === 'en' ? 'README.md' : `README.${language}.md`;

/** Empty if there is none. */
export const readmeOf = (folder: string, language: Language = 'en'): string => {
  const file = join(folder, pageName(language));
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

/** What the README of a chapter says of one exercise: under its name, as a heading. */
const sectionOf = (readme: string, name: string): string =>
  readme.split(/^(?=#{1,3} )/m).find((section) => section.startsWith(`### ${name}\n`)) ?? '';

export const hintsOn = (page: string, entry: string | undefined): readonly string[] =>
  hintsIn(entry === undefined ? page : sectionOf(page, entry));

interface Page {
  readonly language: Language;
  readonly page: string;
}

/** A page with another number of hints than the English one has fallen behind it. */
function translated(pages: readonly Page[], entry: string | undefined): NonNullable<Own['hintsIn']> {
  const [english, ...others] = pages.map(({ language, page }) => [language, hintsOn(page, entry)] as const);
  return Object.fromEntries(others.filter(([, hints]) => hints.length === english?.[1].length));
}

/** A README's hints, from a nudge to nearly the answer, each folded away until somebody opens it. */
const hintsIn = (readme: string): readonly string[] =>
  [...readme.matchAll(/<details>\s*<summary>\s*(?:Hint\b|提示)[^<]*<\/summary>([\s\S]*?)<\/details>/gi)]
    .map(([, text = '']) => text.trim().replace(/\s+/g, ' '))
    .filter((text) => text !== '');
