/** Reports of the oracle, as commands are given them. */
import { type OracleReport, parseReport } from '../oracle/index.js';
import { UsageError } from './command.js';
import { readJson } from './read-file.js';

/** @throws {UsageError} if the file is none */
export function readReport(file: string): OracleReport {
  const parsed = parseReport(readJson(file));
  if (typeof parsed !== 'string') return parsed;
  throw new UsageError(`${file} is not a report of backproof oracle --format json: ${parsed}.`);
}
