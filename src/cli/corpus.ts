/**
 * Cases on disk: DIR/<row>/<case id>.json, each a case in the protocol's format. Those in DIR itself, put there by
 * hand, belong to the row of their op.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case/case.js';
import { caseId } from '../case/case-id.js';
import { formatProblems, parseCase } from '../case/parse.js';
import { opsOf } from '../case/program.js';
import { type Convention, parseConventions } from '../grader/conventions/conventions.js';
import { type FunctionCase, parseFunctionCase } from '../oracle/function-case.js';
import { programsRow } from '../oracle/rows.js';
import { encodeSaved, parseDependence, type SavedCase } from '../oracle/saved-case.js';
import type { Dependence } from '../verify/index.js';
import { checkSize, checkSteps } from './case-size.js';
import { UsageError } from './command.js';
import { readJson } from './read-file.js';

/** The saved cases of each row, in the order of their files' names. @throws {UsageError} when a file holds none */
export function savedCases(folder: string): (row: string) => Case[] {
  const byHand = casesIn(folder);
  return (row) => [
    ...byHand.filter(({ program }) => rowOf(opsOf(program)) === row),
    ...casesIn(join(folder, row)),
  ];
}

const casesIn = (folder: string): Case[] => filesIn(folder).flatMap((file) => inOrder(readSaved(file)));

/** The same of functions: DIR/<name>/<id>.json. @throws {UsageError} when a file holds none */
export const savedFunctionCases =
  (folder: string) =>
  (name: string): FunctionCase[] =>
    filesIn(join(folder, name)).map((file) => {
      const parsed = parseFunctionCase(readJson(file));
      if (parsed.ok) return parsed.value;
      throw new UsageError(`${file} is not a function's case:\n${formatProblems(parsed.problems)}`);
    });

/** The JSON files in a folder, in the order of their names; none if there is no such folder. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

export const rowOf = (ops: readonly string[]): string =>
  ops.length === 1 && ops[0] !== undefined ? ops[0] : programsRow;

/** Where a case is saved. */
export const caseFile = (folder: string, row: string, testCase: Case): string =>
  join(folder, row, `${caseId(testCase)}.json`);

export const caseText = (testCase: Case, dependence?: Dependence): string =>
  `${JSON.stringify(encodeSaved(testCase, dependence))}\n`;

const readSaved = (file: string): Saved => savedIn(readJson(file), file);

export interface Saved extends SavedCase {
  readonly conventions?: readonly Convention[];
}

/** @throws {UsageError} with every problem and its path, or when it is too large to be run */
export function savedIn(json: unknown, file: string): Saved {
  const own = (Object(json) as { readonly case?: unknown }).case ?? json;
  checkSteps(own, file);
  const parsed = parseCase(own);
  if (!parsed.ok) throw new UsageError(`${file} is not a case:\n${formatProblems(parsed.problems)}`);
  checkSize(parsed.value, file);
  const dependence = parseDependence(json);
  if (typeof dependence === 'string') throw new UsageError(`${file} is not a case:\n${dependence}`);
  if (dependence?.before !== undefined) checkSize(dependence.before, file);
  const conventions = parseConventions(json);
  if (typeof conventions === 'string') throw new UsageError(`${file} is not a case:\n${conventions}`);
  return {
    testCase: parsed.value,
    ...(dependence && { dependence }),
    ...(conventions && { conventions }),
  };
}

/** A saved case, after the one that it depends on. */
const inOrder = ({ testCase, dependence }: SavedCase): Case[] =>
  dependence?.before === undefined ? [testCase] : [dependence.before, testCase];
