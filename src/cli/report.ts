/** `backproof report`: a page that shows what is wrong as pictures. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultReplayFolder } from '../grader/options.js';
import { loadFolder } from '../grader/own/load.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { optionLines, parseOptions, repeated, value } from './options.js';
import { checkFile, saveAll } from './save.js';

const usualPage = `${defaultReplayFolder}/report.html`;

const options = {
  out: value('FILE', `the page (default: ${usualPage})`),
  submission: value('DIR', 'for grades in JSON: the folder that was graded'),
  exercise: repeated('DIR', 'for exercises of your own: their folders'),
} as const;

const help = `backproof report [FILE…|DIR] [options]

Writes a page that shows each failure of the last grading as pictures: the program as a graph with its values and its adjoints,
the dense Jacobian beside yours, and how it went so far. It needs no network and no JavaScript.

FILE is a counterexample that \`backproof grade\` saved, or a grade that it wrote as JSON; DIR holds such files
(default: ${defaultReplayFolder}). Your code is run again, as it is now.

${optionLines(options)}

Exit code: 0 no case fails, 1 some do, 2 nothing could be read, or the page was not written.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, options);
  const out = values.out ?? usualPage;
  const paths = positionals.length > 0 ? positionals : [defaultReplayFolder];
  const missing = paths.find((path) => statSync(path, { throwIfNoEntry: false }) === undefined);
  if (missing !== undefined) throw new UsageError(missingSentence(missing));
  checkFile('--out', out);
  const { askedIn, reportOf } = await import('../grader/report-page/index.js');
  const own = (values.exercise ?? []).flatMap((folder) => loadFolder(folder));
  const asked = askedIn(paths, { submission: values.submission, own });
  if (asked.length === 0)
    throw new UsageError(
      `No counterexample is in ${paths.join(', ')}: backproof grade saves one of each failure.`,
    );
  const { page, failures } = await reportOf(asked, defaultReplayFolder);
  if (!saveAll([{ file: out, text: () => page }], output)) return 2;
  output.log(`The page is in ${out}: ${pathToFileURL(resolve(out)).href}`);
  return failures.every(({ state }) => state === 'holds') ? 0 : 1;
}

export const command: Command = { help, options, run };

const missingSentence = (path: string): string =>
  path === defaultReplayFolder
    ? `There is no folder ${defaultReplayFolder} here: backproof grade saves counterexamples in it.`
    : `There is no file or folder "${path}".`;
