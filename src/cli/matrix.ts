/** `backproof matrix`: a static page of the oracle's reports of many systems. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { matrixFiles } from '../oracle/index.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { optionLines, parseOptions, value } from './options.js';
import { readReport } from './read-report.js';
import { checkFolder, saveAll } from './save.js';

const options = { out: value('DIR', 'the folder of the page (default: matrix)') } as const;

const help = `backproof matrix REPORT… [options]

Makes a page of JSON reports of \`backproof oracle\`: which laws hold for which ops of which systems, and the shrunk case
of each failure. It needs no network and no JavaScript. Give the reports of a system oldest version first.

${optionLines(options)}

DIR gets index.html, matrix.json, which has the same as data, and a badge as SVG for each system.

Exit code: 0 the page is written, 2 a report could not be read, or a file was not written.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, options);
  if (positionals.length === 0)
    throw new UsageError('Name the reports: backproof oracle --format json --out REPORT writes one.');
  const out = values.out ?? 'matrix';
  checkFolder('--out', out);
  const reports = positionals.map(readReport);
  const part = reports.findIndex(({ shard }) => shard !== undefined);
  if (part !== -1)
    throw new UsageError(`${positionals[part]} is one of several shards: backproof merge joins them.`);
  const files = Object.entries(matrixFiles(reports));
  const saved = saveAll(
    files.map(([name, text]) => ({ file: join(out, name), text: () => text })),
    output,
  );
  if (!saved) return 2;
  output.log(`The page is in ${out}: ${pathToFileURL(resolve(out, 'index.html')).href}`);
  return 0;
}

export const command: Command = { help, options, run };
