/** Engine source rewritten: without its gradient rules, as the solution of an exercise, as its stub. */
import { join, relative } from 'node:path';
import {
  type ClassDeclaration,
  type FunctionDeclaration,
  type ImportDeclaration,
  type ImportSpecifier,
  type MethodDeclaration,
  Node,
  Project,
  type SourceFile,
  SyntaxKind,
  type VariableDeclaration,
} from 'ts-morph';
import { type OpName, opNames } from '../src/case/vocabulary.js';
import type { Exercise } from '../src/grader/exercises.js';
import { repository } from './repository.js';

const engineFolder = join(repository, 'src', 'engine');

export interface WrittenFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

const openProject = (): Project =>
  new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });

/**
 * The whole engine without a rule for any op of the vocabulary: what a submission is run with. Ops outside of it, which no
 * exercise asks for, keep theirs: a learner's rule may be made of them, and is then differentiated through them.
 */
export function gradientFreeEngine(): WrittenFile[] {
  return openProject()
    .addSourceFilesAtPaths(join(engineFolder, '**', '*.ts'))
    .map((file) => {
      for (const gradient of gradientsOf(file).filter(isInVocabulary)) {
        gradient.setBodyText(`throw new Error('${ownerOf(gradient)} has no gradient rule here');`);
      }
      const path = join('dist', 'engine-without-gradients', relative(engineFolder, file.getFilePath()));
      return { path, text: file.getFullText() };
    });
}

/** An engine file as a course sees it: everything it needs comes from `backproof/engine`. */
export const solution = (exercise: Exercise): WrittenFile => ({
  path: join('solutions', exercise.id, `${exercise.id}.ts`),
  text: openExercise(exercise).getFullText(),
});

/** The solution with everything taken out that the learner is to write. */
export function stub(exercise: Exercise): WrittenFile {
  const file = openExercise(exercise);
  for (const gradient of exercise.kind === 'rules' ? gradientsOf(file) : []) {
    const adjoints =
      gradient.getReturnTypeNode()?.getText() === 'Two'
        ? 'one adjoint per input'
        : 'the adjoint of the input';
    gradient.getParameters()[1]?.getNameNode().replaceWithText('node');
    leaveTodo(gradient, `${ownerOf(gradient)}.gradient`, `return ${adjoints}, as a tuple`);
  }
  for (const name of exercise.functions) {
    leaveTodo(file.getFunctionOrThrow(name), name, 'write this function');
  }
  removeUnusedHelpers(file);
  importFromEngine(file, ['NotImplemented']);
  return { path: join('exercises', exercise.id, `${exercise.id}.ts`), text: file.getFullText() };
}

function leaveTodo(written: MethodDeclaration | FunctionDeclaration, name: string, todo: string): void {
  written.setBodyText(`// TODO: ${todo}\nthrow new NotImplemented('${name}');`);
}

/** Helpers that only the solution called would give it away. */
function removeUnusedHelpers(file: SourceFile): void {
  const helpers = [...file.getFunctions(), ...file.getVariableDeclarations()];
  for (const helper of helpers) {
    const uses = file
      .getDescendantsOfKind(SyntaxKind.Identifier)
      .filter((each) => each.getText() === helper.getName());
    if (!hasExportKeyword(helper) && uses.length === 1) helper.remove();
  }
}

const gradientsOf = (file: SourceFile): MethodDeclaration[] =>
  file
    .getClasses()
    .flatMap((declaration) => declaration.getInstanceMethod('gradient') ?? [])
    .filter((method) => !method.isAbstract());

/** The node of a Function: its rule is the `backward` of whoever wrote the Function. */
const written = 'Custom';

/** Unless its name is a literal outside of it, an op may be any of the vocabulary. */
function isInVocabulary(method: MethodDeclaration): boolean {
  const owner = method.getParent();
  if (!Node.isClassDeclaration(owner)) return true;
  const name = owner.getProperty('name')?.getInitializer();
  if (!Node.isStringLiteral(name)) return owner.getName() !== written;
  return opNames.includes(name.getLiteralText() as OpName);
}

const ownerOf = (method: MethodDeclaration): string => {
  const owner = method.getParent();
  return Node.isClassDeclaration(owner) ? owner.getNameOrThrow() : 'the op';
};

/** The engine files of an exercise as one, with a single import from `backproof/engine`. */
function openExercise(exercise: Exercise): SourceFile {
  const project = openProject();
  const files = exercise.sources.map((source) => project.addSourceFileAtPath(join(engineFolder, source)));
  const [file, ...others] = files as [SourceFile, ...SourceFile[]];
  const imports = files.flatMap((each) => each.getImportDeclarations());
  const own = new Set(files.flatMap(exportedNames));
  const names = imports.flatMap(namesOf).filter((name) => !own.has(name.replace('type ', '')));
  const [first, ...rest] = file.getImportDeclarations();
  for (const each of rest) each.remove();
  first?.setIsTypeOnly(false).setModuleSpecifier('backproof/engine').removeNamedImports();
  for (const other of others) file.addStatements(`\n${withoutImports(other)}`);
  importFromEngine(file, names);
  return file;
}

const exportedNames = (file: SourceFile): string[] =>
  [...file.getClasses(), ...file.getFunctions(), ...file.getVariableDeclarations()]
    .filter(hasExportKeyword)
    .flatMap((each) => each.getName() ?? []);

/** What is written, not what the type checker finds: starting that takes seconds. */
const hasExportKeyword = (each: ClassDeclaration | FunctionDeclaration | VariableDeclaration): boolean =>
  Node.isVariableDeclaration(each)
    ? (each.getVariableStatement()?.hasExportKeyword() ?? false)
    : each.hasExportKeyword();

const withoutImports = (file: SourceFile): string =>
  file
    .getStatements()
    .filter((statement) => !Node.isImportDeclaration(statement))
    .map((statement) => statement.getFullText())
    .join('')
    .trim();

const namesOf = (declaration: ImportDeclaration): string[] =>
  declaration.getNamedImports().map((name) => importText(name, declaration.isTypeOnly()));

const importText = (name: ImportSpecifier, typeOnly: boolean): string =>
  `${typeOnly || name.isTypeOnly() ? 'type ' : ''}${name.getName()}`;

function importFromEngine(file: SourceFile, names: readonly string[]): void {
  const declaration = file.getImportDeclarationOrThrow('backproof/engine');
  const present = declaration.getNamedImports().map((name) => importText(name, false));
  const all = [...new Set([...present, ...names])];
  declaration.removeNamedImports();
  declaration.addNamedImports(all);
}
