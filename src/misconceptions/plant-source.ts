/** The source of a solution with a misconception in it: a submission for testing graders with. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type FunctionDeclaration,
  type MethodDeclaration,
  type ObjectLiteralExpression,
  Project,
  type SourceFile,
  SyntaxKind,
} from 'ts-morph';
import type { Misconception } from './misconception.js';

const here = dirname(fileURLToPath(import.meta.url));
const project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
const sources = new Map<string, SourceFile>();

/**
 * The text of `solution` (a solution file's text) with the misconception's body in place of the right one.
 * @throws {Error} for a misconception that no exercise asks for
 */
export function plantInSource(misconception: Misconception, solution: string): string {
  if (misconception.exercise === null) throw new Error(`${misconception.name} belongs to no exercise`);
  const literal = literalOf(misconception.name);
  const file = project.createSourceFile('planted.ts', solution, { overwrite: true });
  for (const method of literal.getDescendantsOfKind(SyntaxKind.MethodDeclaration)) {
    if (method.getParent() !== literal) continue;
    const target = targetOf(file, misconception, method.getName());
    method.getParameters().forEach((parameter, index) => {
      target.getParameters()[index]?.getNameNode().replaceWithText(parameter.getName());
    });
    target.setBodyText(method.getBodyText() ?? '');
  }
  importMissing(file, literal.getSourceFile());
  return file.getFullText();
}

/** The object literal in src/misconceptions that has this name. */
function literalOf(name: string): ObjectLiteralExpression {
  const file = readdirSync(here)
    .filter((each) => each.endsWith('.ts'))
    .find((each) => readFileSync(join(here, each), 'utf8').includes(`name: '${name}'`));
  if (file === undefined) throw new Error(`no misconception named ${name} is written out`);
  const source =
    sources.get(file) ?? project.createSourceFile(`source-${file}`, readFileSync(join(here, file), 'utf8'));
  sources.set(file, source);
  return source
    .getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression)
    .find((each) => each.getProperty('name')?.getText() === `name: '${name}'`) as ObjectLiteralExpression;
}

/** The method or function of the solution that the body belongs in. */
function targetOf(
  file: SourceFile,
  misconception: Misconception,
  name: string,
): MethodDeclaration | FunctionDeclaration {
  if (misconception.kind !== 'rule') return file.getFunctionOrThrow(name);
  const owner = file
    .getClasses()
    .find((each) => each.getProperty('name')?.getText().includes(`'${misconception.op}'`));
  if (owner === undefined) throw new Error(`the solution has no op named ${misconception.op}`);
  return owner.getInstanceMethodOrThrow(name);
}

/** Everything that the misconception's file imports and its body now uses here. */
function importMissing(file: SourceFile, from: SourceFile): void {
  const known = new Set(file.getDescendantsOfKind(SyntaxKind.Identifier).map((each) => each.getText()));
  const declaration = file.getImportDeclarationOrThrow('backproof/engine');
  const own = [...file.getClasses(), ...file.getFunctions(), ...file.getVariableDeclarations()].map((each) =>
    each.getName(),
  );
  const present = new Set([...declaration.getNamedImports().map((each) => each.getName()), ...own]);
  const wanted = from
    .getImportDeclarations()
    .filter((each) => each.getModuleSpecifierValue().endsWith('engine/index.js'))
    .flatMap((each) => each.getNamedImports())
    .filter((each) => known.has(each.getName()) && !present.has(each.getName()));
  declaration.addNamedImports(
    wanted.map((each) => ({ name: each.getName(), isTypeOnly: each.isTypeOnly() })),
  );
  // A name that was imported as a type alone may now be used as a value.
  for (const each of declaration.getNamedImports())
    if (each.getName() === 'Tensor') each.setIsTypeOnly(false);
}
