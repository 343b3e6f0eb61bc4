/** The source of a solution with a misconception in it: a submission for testing graders with. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ArrowFunction,
  type FunctionDeclaration,
  type MethodDeclaration,
  Node,
  type ObjectLiteralExpression,
  Project,
  type SourceFile,
  SyntaxKind,
} from 'ts-morph';
import type { Misconception } from '../../src/misconceptions/index.js';

const room = join(dirname(fileURLToPath(import.meta.url)), '../../src/misconceptions');
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
  for (const property of literal.getProperties()) {
    const wrong = functionOf(property);
    if (wrong === undefined) continue;
    const target = targetOf(file, misconception, wrong.name);
    wrong.written.getParameters().forEach((parameter, index) => {
      target.getParameters()[index]?.getNameNode().replaceWithText(parameter.getNameNode().getText());
    });
    target.setBodyText(bodyOf(wrong.written));
  }
  addHelpers(file, literal.getSourceFile());
  importMissing(file, literal.getSourceFile());
  return file.getFullText();
}

interface Written {
  readonly name: string;
  readonly written: MethodDeclaration | ArrowFunction;
}

function functionOf(property: Node): Written | undefined {
  if (Node.isMethodDeclaration(property)) return { name: property.getName(), written: property };
  if (!Node.isPropertyAssignment(property)) return undefined;
  const written = property.getInitializerIfKind(SyntaxKind.ArrowFunction);
  return written && { name: property.getName(), written };
}

function bodyOf(written: MethodDeclaration | ArrowFunction): string {
  const body = written.getBody();
  const text = written.getBodyText() ?? '';
  return Node.isBlock(body) ? text : `return ${text};`;
}

/** The object literal in src/misconceptions that stands under this name. */
function literalOf(name: string): ObjectLiteralExpression {
  const file = readdirSync(room)
    .filter((each) => each.endsWith('.ts'))
    .find((each) => readFileSync(join(room, each), 'utf8').includes(`'${name}': {`));
  if (file === undefined) throw new Error(`no misconception named ${name} is written out`);
  const source =
    sources.get(file) ?? project.createSourceFile(`source-${file}`, readFileSync(join(room, file), 'utf8'));
  sources.set(file, source);
  return source
    .getDescendantsOfKind(SyntaxKind.PropertyAssignment)
    .find((each) => each.getName() === `'${name}'`)
    ?.getInitializerIfKindOrThrow(SyntaxKind.ObjectLiteralExpression) as ObjectLiteralExpression;
}

/** The functions and types of the misconception's file that its body uses, and those that they use. */
function addHelpers(file: SourceFile, from: SourceFile): void {
  const own = [...file.getClasses(), ...file.getFunctions(), ...file.getVariableDeclarations()];
  const present = new Set(own.map((each) => each.getName()));
  for (let added = true; added; ) {
    added = false;
    const known = new Set(file.getDescendantsOfKind(SyntaxKind.Identifier).map((each) => each.getText()));
    for (const statement of from.getStatements()) {
      const name = nameOf(statement);
      if (name === undefined || present.has(name) || !known.has(name)) continue;
      file.addStatements(statement.getText());
      present.add(name);
      added = true;
    }
  }
}

function nameOf(statement: Node): string | undefined {
  if (Node.isVariableStatement(statement)) {
    // What is exported is the table of misconceptions itself.
    return statement.isExported() ? undefined : statement.getDeclarations()[0]?.getName();
  }
  if (Node.isFunctionDeclaration(statement)) return statement.getName();
  return Node.isTypeAliasDeclaration(statement) ? statement.getName() : undefined;
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
