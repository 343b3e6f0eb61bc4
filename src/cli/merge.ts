/** `backproof merge`: the JSON reports of an oracle's shards become one. */
import { readFileSync } from 'node:fs';
import { mergeReports, type OracleReport } from '../oracle/index.js';
import { type Command, type Output, UsageError } from './command.js';
import { parseOptions } from './options.js';
import { publish } from './oracle.js';
import { readReporting, reportingOptions } from './oracle-options.js';
import { formatNames } from './oracle-reports.js';

const help = `backproof merge [options] FILE…

Puts the JSON reports of \`backproof oracle --shard I/N\` together: the result is what one run would have reported.

  --expected-failures FILE   known failures: a JSON list of {"op", "law", "issue"}
  --format NAME --out FILE   writes a report: ${formatNames.join(', ')}; may be given several times

Exit code: 0 all agree, 1 disagreements, 2 usage, 4 an expected failure passed.`;

async function run(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parseOptions(args, reportingOptions);
  const merged = mergeReports(positionals.map(readReport));
  if (typeof merged === 'string') throw new UsageError(`These reports cannot be merged: ${merged}.`);
  return publish(merged, readReporting(values), output);
}

export const command: Command = { help, run };

function readReport(file: string): OracleReport {
  let json: Partial<OracleReport>;
  try {
    json = Object(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`);
  }
  if (json.version === 1 && json.matrix !== undefined && Array.isArray(json.failures))
    return json as OracleReport;
  throw new UsageError(`${file} is no report of backproof oracle --format json.`);
}
