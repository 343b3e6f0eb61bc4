/** `backproof grade`: grades a folder of exercises, prints a table, and writes the reports that were asked for. */
import { statSync } from 'node:fs';
import { exerciseIds } from '../grader/exercises.js';
import { defaultRuns, defaultSeed, grade } from '../grader/grade.js';
import { reportNamed, reportNames } from '../grader/reports/index.js';
import { jsonReport } from '../grader/reports/json.js';
import { terminalReport } from '../grader/reports/terminal.js';
import type { Grade } from '../grader/result.js';
import { writeWhole } from '../grader/write-file.js';
import { type Command, type Output, UsageError } from './command.js';
import { kinksDeclared, parseOptions, wholeNumber } from './options.js';
import { ProgressBar } from './progress-bar.js';
import { painter, showsColour } from './style.js';

const help = `backproof grade [SUBMISSION] [options]

Grades SUBMISSION (default: exercises), a folder that holds <exercise>/<exercise>.ts for each exercise:
${exerciseIds.join(', ')}.

  --only ID[,ID…]        grade these exercises alone
  --runs N               cases a law and op (default ${defaultRuns})
  --seed N               draws other cases (default ${defaultSeed}); the same seed gives the same grade
  --kinks OP=SLOPE[,…]   hold relu, abs, maximum, minimum to one slope on their kinks, such as relu=0
  --json FILE            also write the grade as JSON
  --format NAME --out FILE
                         also write the grade as another reads it: NAME is one of
                         ${reportNames.join(', ')}

Counterexamples are kept in .backproof; \`backproof replay FILE\` runs one again.
Exit code: 0 full marks, 1 points lost, 2 it could not be graded.`;

const string = { type: 'string' } as const;
const options = {
  json: string,
  format: string,
  out: string,
  seed: string,
  runs: string,
  only: string,
  kinks: string,
};

async function run(args: readonly string[], output: Output): Promise<number> {
  const asked = readOptions(args);
  const bar = new ProgressBar(process.stderr);
  const result = await grade({ ...asked, onProgress: bar.show });
  bar.clear();
  output.log(terminalReport(result, painter(showsColour(process.stdout))));
  for (const { file, text } of asked.reports) writeWhole(file, text(result));
  return result.score === result.maxScore ? 0 : 1;
}

export const command: Command = { help, run };

function readOptions(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, options);
  if (positionals.length > 1) {
    throw new UsageError(
      `One submission is graded at a time, but ${positionals.length} are named: ${positionals.join(', ')}.`,
    );
  }
  const submission = positionals[0] ?? 'exercises';
  if (!statSync(submission, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`There is no folder "${submission}" to grade.`);
  }
  return {
    submission,
    seed: wholeNumber('--seed', values.seed, defaultSeed, 0),
    runs: wholeNumber('--runs', values.runs, defaultRuns, 1),
    only: exercisesNamed(values.only),
    ...kinksDeclared(values.kinks),
    reports: reportsAsked(values),
  };
}

function exercisesNamed(text: string | undefined): readonly string[] {
  if (text === undefined) return exerciseIds;
  const ids = text.split(',');
  const unknown = ids.find((id) => !exerciseIds.includes(id));
  if (unknown === undefined) return ids;
  throw new UsageError(`There is no exercise "${unknown}". The exercises are ${exerciseIds.join(', ')}.`);
}

interface Report {
  readonly file: string;
  text(grade: Grade): string;
}

function reportsAsked({
  json,
  format,
  out,
}: {
  json?: string | undefined;
  format?: string | undefined;
  out?: string | undefined;
}): readonly Report[] {
  const reports: Report[] = json === undefined ? [] : [{ file: json, text: jsonReport }];
  if (format === undefined && out === undefined) return reports;
  if (format === undefined || out === undefined) {
    throw new UsageError('--format NAME and --out FILE belong together; one of them is missing.');
  }
  const report = reportNamed(format);
  if (typeof report === 'string') throw new UsageError(report);
  return [...reports, { file: out, text: report.text }];
}
