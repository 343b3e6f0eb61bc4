/** One file holds stub and solution. What students get is cut from it, as `npm run project` does for our exercises. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chapterOf, type Exercise, isInPython } from '../exercises.js';
import { SetupError } from '../setup-error.js';
import { readmeOf } from './load.js';
import { folderOf } from './program.js';
import { camelCase } from './words.js';

export interface Projected {
  readonly stub: string;
  readonly solution: string;
  readonly readme: string;
}

/** A comment begins with // or #. */
const begin = /^([ \t]*)(?:\/\/|#) BEGIN SOLUTION(?::[ \t]*(.*?))?[ \t]*$/;
const end = /^[ \t]*(?:\/\/|#) END SOLUTION[ \t]*$/;

/** What the file of an exercise is called where students hand it in. */
export const fileOf = (exercise: Exercise): string => `${chapterOf(exercise)}.${extensionOf(exercise)}`;

const extensionOf = (exercise: Exercise): string => (isInPython(exercise) ? 'py' : 'ts');

/** @param exercise any of its chapter. @throws {SetupError} when there is no exercise.ts, or its marks do not pair up */
export function project(exercise: Exercise): Projected {
  const id = chapterOf(exercise);
  const folder = exercise.own?.folder ?? '';
  const name = `exercise.${extensionOf(exercise)}`;
  const file = join(folder, name);
  const functions = [...folderOf(exercise).definitions.keys()].map((entry) => camelCase(entry ?? id));
  if (!existsSync(file)) throw new SetupError(`${id} has no ${name}, from which stub and solution are cut.`);
  const source = readFileSync(file, 'utf8');
  const blocks = cut(source, `${id}/${name}`);
  const linesOf = (some: readonly (string | Marked)[]) =>
    some.flatMap((block) => (typeof block === 'string' ? [block] : block.lines));
  const stub = blocks.flatMap((block, index) => {
    if (typeof block === 'string') return [block];
    const around = [linesOf(blocks.slice(0, index)), linesOf(blocks.slice(index))] as const;
    return replacementOf(block, isInPython(exercise) ? undefined : functionAround(...around, functions));
  });
  return {
    stub: isInPython(exercise)
      ? stub.join('\n')
      : withoutUnused(importing('NotImplemented', stub.join('\n'))).replace(/\n{3,}/g, '\n\n'),
    solution: linesOf(blocks).join('\n'),
    readme: readmeOf(folder),
  };
}

interface Marked {
  readonly indent: string;
  /** What the stub says is to be done. */
  readonly todo: string;
  readonly lines: readonly string[];
}

/** The lines of the file, with those between marks together. */
function cut(source: string, name: string): (string | Marked)[] {
  const blocks: (string | Marked)[] = [];
  let open: { readonly indent: string; readonly todo: string; lines: string[]; at: number } | undefined;
  for (const [index, line] of source.split('\n').entries()) {
    const begun = begin.exec(line);
    if (begun !== null) {
      if (open !== undefined)
        throw unpaired(name, index, `the solution that begins in line ${open.at} has no end`);
      const [, indent = '', todo = 'write this'] = begun;
      open = { indent, todo, lines: [], at: index + 1 };
    } else if (end.test(line)) {
      if (open === undefined) throw unpaired(name, index, 'a solution ends that did not begin');
      blocks.push(open);
      open = undefined;
    } else if (open !== undefined) open.lines.push(line);
    else blocks.push(line);
  }
  if (open !== undefined) throw unpaired(name, open.at - 1, 'the solution that begins here has no end');
  if (blocks.every((block) => typeof block === 'string')) {
    throw new SetupError(
      `${name} marks no solution: put it between the lines // BEGIN SOLUTION: what is to be done, and // END SOLUTION.`,
    );
  }
  return blocks;
}

const unpaired = (name: string, index: number, what: string) =>
  new SetupError(
    `${name}:${index + 1}: ${what}; write // BEGIN SOLUTION and // END SOLUTION around each one.`,
  );

const declared = /^(?:export\s+)?(?:function|const|let|class)\s+(\w+)/;

/** The function that a solution belongs to: the one that it stands in, or the next that calls the class it stands in. */
function functionAround(
  before: readonly string[],
  after: readonly string[],
  functions: readonly string[],
): string {
  const nameIn = (line: string) => declared.exec(line)?.[1];
  const owner = before.findLast((line) => nameIn(line) !== undefined);
  const own = owner === undefined ? undefined : nameIn(owner);
  const among = (name: string | undefined) =>
    functions.find((each) => each.toLowerCase() === name?.toLowerCase());
  return (
    among(own) ?? among(after.map(nameIn).find((name) => among(name) !== undefined)) ?? functions[0] ?? ''
  );
}

/** Helpers between functions are left out; within a function something must stand. */
function replacementOf({ indent, todo }: Marked, name: string | undefined): string[] {
  if (indent === '') return [];
  if (name === undefined) return [`${indent}# TODO: ${todo}`, `${indent}raise NotImplementedError()`];
  return [`${indent}// TODO: ${todo}`, `${indent}throw new NotImplemented('${name}');`];
}

const engineImport = /import\s*\{([^}]*)\}\s*from\s*(['"])backproof\/engine\2;?/;

function importing(name: string, source: string): string {
  const names = namesOf(engineImport.exec(source)?.[1] ?? '');
  if (names.includes(name)) return source;
  if (names.length === 0) return `import { ${name} } from 'backproof/engine';\n${source}`;
  return source.replace(engineImport, () => importOf([...names, name]));
}

/** What only the solution imported would give it away. */
const withoutUnused = (source: string): string =>
  source.replace(engineImport, (whole, list: string) => {
    const rest = source.replace(whole, '').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    const isUsed = (name: string) =>
      new RegExp(`\\b${(name.split(/\s+/).at(-1) ?? '').replace('$', '\\$')}\\b`).test(rest);
    return importOf(namesOf(list).filter(isUsed));
  });

const namesOf = (list: string): string[] =>
  list
    .replace(/\/\/.*/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** By name, as an organiser of imports would have them. */
function importOf(names: readonly string[]): string {
  const plain = (name: string) => name.replace(/^type\s+/, '').toLowerCase();
  const sorted = names.toSorted((a, b) => (plain(a) < plain(b) ? -1 : 1));
  const line = `import { ${sorted.join(', ')} } from 'backproof/engine';`;
  if (line.length <= 100) return line;
  return `import {\n${sorted.map((name) => `  ${name},\n`).join('')}} from 'backproof/engine';`;
}
