/** Cases on disk: DIR/<row>/<case id>.json, each a case as the protocol writes it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../grader/write-file.js';
import type { Case } from '../program/case.js';
import { caseId } from '../program/case-id.js';
import { encodeCase } from '../program/json.js';
import { formatProblems, parseCase } from '../program/parse.js';
import { UsageError } from './command.js';

/** The saved cases of a row, in the order of their ids. @throws {UsageError} when a file holds none */
export function savedCases(folder: string, row: string): Case[] {
  let names: string[];
  try {
    names = readdirSync(join(folder, row));
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readCase(join(folder, row, name)));
}

/** Saves a case and returns its file. */
export function saveCase(folder: string, row: string, testCase: Case): string {
  const file = join(folder, row, `${caseId(testCase)}.json`);
  writeWhole(file, `${JSON.stringify(encodeCase(testCase))}\n`);
  return file;
}

/** @throws {UsageError} with every problem and its path */
export function readCase(file: string): Case {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`);
  }
  const parsed = parseCase(json);
  if (parsed.ok) return parsed.value;
  throw new UsageError(`${file} holds no case:\n${formatProblems(parsed.problems)}`);
}
