/** What the subpaths of the package export, by the source alone. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

const { exports: subpaths }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** Each subpath of code, such as `backproof/engine`, and the file of src that says what it exports. */
export const entries: readonly (readonly [subpath: string, file: string])[] = Object.entries(
  subpaths,
).flatMap(([subpath, target]) =>
  typeof target === 'string' ? [] : [[subpath.replace('.', 'backproof'), sourceOf(target.types)] as const],
);

function sourceOf(types: string): string {
  return types.replace(/^\.\/dist\//, 'src/').replace(/\.d\.ts$/, '.ts');
}

export interface Exported {
  readonly name: string;
  /** Where it is declared, and whether a comment for its users stands there. */
  readonly file: string;
  readonly documented: boolean;
  readonly isType: boolean;
}

const parsed = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
  const known =
    parsed.get(file) ?? ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  parsed.set(file, known);
  return known;
}

/** All names that a file exports, from wherever they come. */
export function exportedBy(file: string): readonly Exported[] {
  const source = parse(file);
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return passedOn(file, source, statement);
    if (!ts.canHaveModifiers(statement)) return [];
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    const documented = hasComment(source, statement);
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    return namesOf(statement).map((name) => ({ name, file, documented, isType }));
  });
}

function passedOn(file: string, source: ts.SourceFile, statement: ts.ExportDeclaration): readonly Exported[] {
  const { moduleSpecifier: from, exportClause: clause } = statement;
  if (from === undefined || !ts.isStringLiteral(from)) return importedAndPassedOn(file, source, clause);
  const other = join(dirname(file), from.text).replace(/\.js$/, '.ts');
  if (clause === undefined) return exportedBy(other);
  if (ts.isNamespaceExport(clause)) {
    const documented = /^\/\*\*/.test(parse(other).text);
    return [{ name: clause.name.text, file: other, documented, isType: false }];
  }
  const all = exportedBy(other);
  return clause.elements.map(({ name, propertyName }) =>
    found(all, (propertyName ?? name).text, name.text, other),
  );
}

/** `export type { Case }` of what the file itself imports. */
function importedAndPassedOn(
  file: string,
  source: ts.SourceFile,
  clause: ts.NamedExportBindings | undefined,
): readonly Exported[] {
  if (clause === undefined || !ts.isNamedExports(clause)) return [];
  return clause.elements.map(({ name }) => {
    const declaration = source.statements
      .filter(ts.isImportDeclaration)
      .find((each) => each.importClause?.getText(source).match(new RegExp(`\\b${name.text}\\b`)));
    if (declaration === undefined || !ts.isStringLiteral(declaration.moduleSpecifier))
      throw new Error(`${file} exports ${name.text}, and does not import it`);
    const other = join(dirname(file), declaration.moduleSpecifier.text).replace(/\.js$/, '.ts');
    return found(exportedBy(other), name.text, name.text, other);
  });
}

function found(all: readonly Exported[], own: string, name: string, file: string): Exported {
  const one = all.find((each) => each.name === own);
  if (one === undefined) throw new Error(`${file} exports no ${own}`);
  return { ...one, name };
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  )
    return statement.name === undefined ? [] : [statement.name.text];
  return [];
}

const hasComment = (source: ts.SourceFile, statement: ts.Statement): boolean =>
  ts
    .getLeadingCommentRanges(source.text, statement.getFullStart())
    ?.some(({ pos }) => source.text.startsWith('/**', pos)) ?? false;
