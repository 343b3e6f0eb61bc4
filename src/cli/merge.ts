/** `backproof merge`: the shards of a class, or the JSON reports of an oracle's shards, become one. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mergeReports } from '../oracle/index.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { runMergeClass } from './merge-class.js';
import { optionLines, parseOptions } from './options.js';
import { publish } from './oracle.js';
import { readReporting, reportingOptions } from './oracle-options.js';
import { readText } from './read-file.js';
import { readReport } from './read-report.js';

const help = `backproof merge DIR… [--out DIR]

Merges the results of \`backproof grade … --shard I/N --out DIR\`, and writes gradebook.csv, mistakes.csv and class.html: what
one run would have written. Without --out they are written to the one DIR.

backproof merge [options] FILE… | DIR…

Merges the JSON reports of \`backproof oracle --shard I/N\`, or those in the folders DIR: the result is what one run would have
reported. All N are needed.

${optionLines(reportingOptions)}

Exit code: 0 all agree, 1 disagreements, 2 usage, a shard that is missing, a file not written, or nothing was decided,
3 the adapter broke in one of them, 4 an expected failure passed.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, reportingOptions);
  const files = positionals.flatMap((path) => (isFolder(path) ? reportsIn(path) : [path]));
  if (files.length === 0 || files.some(isFolder)) return mergeFolders(positionals, values, output);
  const merged = mergeReports(files.map(readReport), files);
  if (typeof merged === 'string') throw new UsageError(`These reports cannot be merged: ${merged}.`);
  return publish(merged, readReporting(values), output);
}

export const command: Command = { help, options: reportingOptions, run };

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** How deep the reports lie in what CI downloaded: in the folder of an artifact, or in one for each. */
const mostFolders = 2;

/** The oracle's reports in a folder, whatever else is there; the folder itself if there is none, as in that of a class. */
function reportsIn(folder: string): string[] {
  const files = filesIn(folder, mostFolders).filter((file) => file.endsWith('.json') && isReport(file));
  return files.length > 0 ? files : [folder];
}

const filesIn = (folder: string, depth: number): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return depth > 1 ? filesIn(path, depth - 1) : [];
      return entry.isFile() ? [path] : [];
    });

/** A file that is cut off is none: then a shard is missing. */
function isReport(file: string): boolean {
  try {
    const { matrix, implementation } = Object(JSON.parse(readText(file))) as Readonly<
      Record<string, unknown>
    >;
    return matrix !== undefined && implementation !== undefined;
  } catch {
    return false;
  }
}

async function mergeFolders(
  folders: readonly string[],
  { out, ...others }: Parameters<typeof readReporting>[0],
  output: Output,
): Promise<ExitCode> {
  const other = folders.find((path) => !isFolder(path));
  if (other !== undefined) throw new UsageError(`There is no folder of results "${other}".`);
  if (Object.keys(others).length > 0 || (out?.length ?? 0) > 1) {
    throw new UsageError(
      `There is no report of the oracle in ${folders.join(', ')}; merging the results of a class takes no option but one --out DIR.`,
    );
  }
  return runMergeClass(folders, out?.[0], output);
}
