/** `backproof merge`: the shards of a class, or the JSON reports of an oracle's shards, become one. */
import { statSync } from 'node:fs';
import { mergeReports, type OracleReport, parseReport } from '../oracle/index.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { runMergeClass } from './merge-class.js';
import { optionLines, parseOptions } from './options.js';
import { publish } from './oracle.js';
import { readReporting, reportingOptions } from './oracle-options.js';
import { readJson } from './read-file.js';

const help = `backproof merge DIR… [--out DIR]

Merges the results of \`backproof grade … --shard I/N --out DIR\`, and writes gradebook.csv, mistakes.csv and class.html: what
one run would have written. Without --out they are written to the one DIR.

backproof merge [options] FILE…

Merges the JSON reports of \`backproof oracle --shard I/N\`: the result is what one run would have reported.

${optionLines(reportingOptions)}

Exit code: 0 all agree, 1 disagreements, 2 usage, a file not written, or nothing was decided,
4 an expected failure passed.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, reportingOptions);
  if (positionals.some(isFolder)) return mergeFolders(positionals, values, output);
  const merged = mergeReports(positionals.map(readReport));
  if (typeof merged === 'string') throw new UsageError(`These reports cannot be merged: ${merged}.`);
  return publish(merged, readReporting(values), output);
}

export const command: Command = { help, options: reportingOptions, run };

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function mergeFolders(
  folders: readonly string[],
  { out, ...others }: Parameters<typeof readReporting>[0],
  output: Output,
): ExitCode {
  const other = folders.find((path) => !isFolder(path));
  if (other !== undefined) throw new UsageError(`There is no folder of results "${other}".`);
  if (Object.keys(others).length > 0 || (out?.length ?? 0) > 1) {
    throw new UsageError('Merging folders of results takes no option but one --out DIR.');
  }
  return runMergeClass(folders, out?.[0], output);
}

function readReport(file: string): OracleReport {
  const parsed = parseReport(readJson(file));
  if (typeof parsed !== 'string') return parsed;
  throw new UsageError(`${file} is not a report of backproof oracle --format json: ${parsed}.`);
}
