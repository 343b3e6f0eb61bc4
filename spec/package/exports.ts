/** What an index exports, read from the text of the sources: a type checker takes seconds to start. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Exported {
  readonly name: string;
  /** Where it is declared. */
  readonly file: string;
  /** The comment before it, if there is one; of a namespace, that at the top of its file. */
  readonly comment: string | undefined;
}

const textOf = (file: string): string => readFileSync(file, 'utf8');

/** Names, types too, also those within namespaces. */
export function exportsOf(index: string): Exported[] {
  const lines = textOf(index).matchAll(
    /^export (?:type )?(?:\{([^}]*)\}|\*(?: as (\w+))?) from '([^']+)';/gm,
  );
  const fromOthers = [...lines].flatMap(([, names, space, from = '']) => {
    const file = join(dirname(index), from).replace(/\.js$/, '.ts');
    if (names !== undefined) return listed(names).map((name) => declaredIn(file, name));
    if (space === undefined) return exportsOf(file);
    const comment = /^\/\*\*.*?\*\//s.exec(textOf(file))?.[0];
    return [{ name: space, file, comment }, ...exportsOf(file)];
  });
  return [...fromOthers, ...declarations(index)];
}

const listed = (names: string): string[] =>
  names.split(',').flatMap((name) => /(\w+)\s*(?: as \w+)?\s*$/.exec(name.trim())?.[1] ?? []);

/** A declaration, and the comment that ends on the line before it. */
const declaration =
  /(^\/\*\*(?:(?!\*\/).)*\*\/\n(?:\/\/[^\n]*\n)*)?^export (?:abstract )?(?:const|function|class|interface|type) (\w+)/gms;

const declarations = (file: string): Exported[] =>
  [...textOf(file).matchAll(declaration)].map(([, comment, name = '']) => ({ name, file, comment }));

function declaredIn(file: string, name: string): Exported {
  const found = declarations(file).find((each) => each.name === name);
  if (found === undefined) throw new Error(`${file} declares no ${name}.`);
  return found;
}
