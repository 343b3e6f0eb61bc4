/** The definition of an exercise as students get it: without its wrong rules, which show what right ones have in common. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import type { Exercise } from '../exercises.js';
import { SetupError } from '../setup-error.js';
import { bundledFrom, definitionIn } from './load.js';
import { folderOf } from './program.js';

/** Loaded only when something is handed out: it takes longer than all else. */
const morph = (): typeof import('ts-morph') => createRequire(import.meta.url)('ts-morph');

/** One script, like `own.code`. @throws {SetupError} if the wrong rules stand elsewhere, or the solution is imported */
export function codeHandedOut(exercise: Exercise): string {
  const { id, own } = exercise;
  if (own === undefined) throw new Error(`${id} has no definition of its own`);
  const { folder } = own;
  const file = definitionIn(folder, folder);
  const { code, from } = bundledFrom(
    folder,
    file,
    withoutWrongRules(readFileSync(file, 'utf8'), file, folderOf(exercise).definitions.size),
  );
  const solution = from.find((path) => /^exercise\.(ts|js|py)$/.test(path));
  if (solution === undefined) return code;
  throw new SetupError(
    `${relative(process.cwd(), file)} imports ${solution}, which holds the solution, and students get the definition: write the function itself in the definition.`,
  );
}

/** @param count how many definitions have them */
function withoutWrongRules(source: string, file: string, count: number): string {
  const { Project, SyntaxKind, Node } = morph();
  const parsed = new Project({ useInMemoryFileSystem: true }).createSourceFile('definition.ts', source);
  const written = parsed
    .getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression)
    .filter((each) => each.getProperty('definition') !== undefined)
    .flatMap((each) => each.getProperty('misconceptions') ?? []);
  if (written.length !== count) {
    throw new SetupError(
      `${relative(process.cwd(), file)}: its wrong rules are to be left out of what students get, and cannot be told from the rest. Write them as \`misconceptions: { … }\` in the object that it exports.`,
    );
  }
  for (const rules of written) {
    if (Node.isPropertyAssignment(rules)) rules.setInitializer('{}');
    else rules.replaceWithText('misconceptions: {}');
  }
  return parsed.getFullText();
}
