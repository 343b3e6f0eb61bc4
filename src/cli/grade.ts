/** `backproof grade`: grades a folder of exercises, prints a table, and writes the reports that were asked for. */

import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { at } from '../case/at.js';
import { placeholder } from '../grader/adapter/command.js';
import { unknownAsked } from '../grader/asked.js';
import { type Assignment, needsAdapter, wholeCourse } from '../grader/assignment/assignment.js';
import type { Grading } from '../grader/class/grading.js';
import { curriculum, exerciseIds } from '../grader/exercises.js';
import { grade } from '../grader/grade.js';
import { SavedRungs } from '../grader/hints/rungs.js';
import type { FoundFailure } from '../grader/options.js';
import { defaultRuns, defaultSeed, defaultReplayFolder as replayFolder } from '../grader/options.js';
import { noteGrading } from '../grader/report-page/history.js';
import { reportNamed, reportNames } from '../grader/reports/index.js';
import { jsonReport } from '../grader/reports/json.js';
import { terminalReport } from '../grader/reports/terminal.js';
import type { ExerciseResult, Grade } from '../grader/result.js';
import type { Texts } from '../texts/index.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { type Target, targetOf, usualSubmission } from './grade-target.js';
import {
  flag,
  kinksDeclared,
  kinksOption,
  languageOption,
  optionLines,
  parseOptions,
  repeated,
  shardAsked,
  textsAsked,
  value,
  wholeNumber,
} from './options.js';
import { ProgressBar } from './progress-bar.js';
import { checkFile, checkFolder, saveAll } from './save.js';
import { painter, showsColour } from './style.js';

const general = {
  assignment: value('FILE', 'the assignment: see docs/grading.md'),
  exercise: repeated(
    'DIR',
    'grade this exercise of your own instead (several times: these): see docs/exercises.md',
  ),
  with: value(
    'COMMAND',
    `for an assignment over an adapter: the command that runs the submission, with ${placeholder} for its folder, such as --with 'python3 adapters/python/needle_adapter.py ${placeholder}'`,
  ),
  only: value('ID[,ID…]', 'grade only these exercises, or parts of them, such as elementwise.negate'),
  runs: value('N', `cases per law and op (default ${defaultRuns})`),
  seed: value('N', `draws other cases (default ${defaultSeed}); the same seed gives the same grade`),
  kinks: kinksOption,
  reveal: flag('for teachers: reports hidden exercises like all others'),
  'reveal-on-stdout': flag(
    'the same, but only on standard output, which only teachers read; reports stay as they are',
  ),
  command: value(
    'TEXT',
    "what printed commands begin with instead of 'npx backproof grade', such as 'npm test --'",
  ),
  lang: languageOption,
  'no-save': flag('save no counterexample: print the command that draws it again instead'),
  json: value('FILE', 'also write the grade as JSON'),
  format: value(
    'NAME',
    `also write the grade to --out in another program's format: NAME is one of ${reportNames.join(', ')}`,
  ),
  out: value('FILE', 'the file to write to'),
} as const;
const ofClass = {
  jobs: value('N', 'submissions graded at a time (default 1); each takes about one core'),
  resume: flag('skips what is already graded in DIR with the same files, assignment, seed and runs'),
  shard: value('I/N', 'grades the Ith of N parts of the submissions; backproof merge merges them'),
} as const;
const options = { ...general, ...ofClass };

const help = `backproof grade [SUBMISSION] [options]
backproof grade EXERCISE… [options]
backproof grade SUBMISSION… --out DIR [options]

Grades SUBMISSION, a folder that holds <exercise>/<exercise>.ts for each exercise: ${exerciseIds.join(', ')}.
Of the folder ${usualSubmission}, which is the default, and with --assignment course, these chapters:
${curriculum.join(', ')}.

EXERCISE is one of these, or one exercise in it (gather, gather.slice, elementwise.negate), its folder, or its file.

${optionLines(general)}

Counterexamples are saved in .backproof; \`backproof replay FILE\` runs one again. What fails in the same way again is
shown with the next hint; reports always hold the first.

With --out DIR and no --format a class is graded: one result file per submission, then DIR/gradebook.csv, DIR/mistakes.csv and
DIR/class.html.

${optionLines(ofClass)}

Exit code: 0 full marks (a class: all were graded), 1 points lost, 2 not graded, or a file not written;
129, 130, 143 ended by SIGHUP, SIGINT, SIGTERM: nothing it started is left.`;

type WorkedByHand = typeof import('../grader/worked-by-hand.js').workedByHand;
type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, options);
  const texts = await textsAsked(values.lang);
  const folders = positionals.length > 0 ? positionals : [usualSubmission];
  const { jobs, resume, shard, out, format, json } = values;
  const isClass =
    jobs !== undefined || resume || shard !== undefined || (out !== undefined && format === undefined);
  const targets = positionals.map((text) => targetOf(text, (name) => curriculum.includes(name)));
  if (!isClass && targets.length > 0 && targets.every(({ only }) => only !== undefined)) {
    return runOne(
      submissionOf(targets),
      { ...values, texts },
      output,
      targets.flatMap(({ only }) => only ?? []),
    );
  }
  if (values.reveal && values['reveal-on-stdout']) {
    throw new UsageError(
      '--reveal shows everything everywhere, --reveal-on-stdout only on standard output: give one of them.',
    );
  }
  if (isClass || folders.length > 1) {
    if (out === undefined || format !== undefined || json !== undefined) {
      throw new UsageError(
        'A class is graded with --out DIR, for one result file per submission, and without --format and --json.',
      );
    }
    if (values['reveal-on-stdout']) {
      throw new UsageError('A class has no report on standard output: use --reveal instead, or neither.');
    }
    checkFolder('--out', out);
    const { runClass } = await import('./grade-class.js');
    return runClass(
      {
        folders: folders.map(existingFolder),
        out,
        jobs: wholeNumber('--jobs', jobs, 1, 1),
        resume: resume ?? false,
        shard: shardAsked(shard),
      },
      await gradingAsked(values),
      output,
    );
  }
  return runOne(existingFolder(at(folders, 0)), { ...values, texts }, output);
}

export const command: Command = { help, options, run };

/** Of exercises that are named one by one. */
function submissionOf(targets: readonly Target[]): string {
  const [submission = usualSubmission, ...others] = [...new Set(targets.map((each) => each.submission))];
  if (others.length === 0) return existingFolder(submission);
  throw new UsageError(
    `These are exercises of several submissions, ${[submission, ...others].join(' and ')}: grade one of them at a time.`,
  );
}

/** Imported only where there is a gradient to be worked: a start with a stub does without. */
const byHand = async (...args: Parameters<WorkedByHand>): Promise<ReturnType<WorkedByHand>> =>
  (await import('../grader/worked-by-hand.js')).workedByHand(...args);

/** @param named the exercises that are asked for, if --only names none */
async function runOne(
  submission: string,
  { texts, ...values }: Values & { readonly texts: Texts },
  output: Output,
  named: readonly string[] = [],
): Promise<ExitCode> {
  const grading = await gradingAsked(values, { named, submission });
  const reports = reportsAsked(values);
  const bar = new ProgressBar(process.stderr);
  const told = new Map<string, ExerciseResult>();
  // A report says the same of the same submission, whenever it is written.
  const rungs = reports.length === 0 ? new SavedRungs(replayFolder, submission) : undefined;
  const tell = (exercise: ExerciseResult) => told.set(exercise.id, exercise);
  const failures: FoundFailure[] = [];
  const result = await grade({
    submission,
    ...grading,
    onProgress: bar.show,
    onFailure: (failure) => failures.push(failure),
    replayFolder,
    ...(rungs && { rungs }),
    saveNothing: values['no-save'] ?? false,
    texts,
    ...(texts.language !== 'en' && { onTold: tell }),
    ...(values['reveal-on-stdout'] && { onRevealed: tell }),
  });
  bar.clear();
  rungs?.save();
  // Where reports are written, somebody else keeps them.
  if (rungs !== undefined && !values['no-save']) noteGrading(replayFolder, submission, result, new Date());
  const printed = { ...result, exercises: result.exercises.map((each) => told.get(each.id) ?? each) };
  output.log(
    terminalReport(
      printed,
      painter(showsColour(process.stdout)),
      texts,
      failures.some(({ outcome }) => outcome?.kind === 'done')
        ? await byHand(grading.assignment, result, failures, texts)
        : undefined,
    ),
  );
  const files = reports.map(({ file, text }) => ({ file, text: () => text(result) }));
  if (!saveAll(files, output)) return 2;
  return result.score === result.maxScore ? 0 : 1;
}

function existingFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new UsageError(`There is no folder "${path}" to grade.`);
}

interface Asked {
  readonly named: readonly string[];
  /** If there is one alone. */
  readonly submission?: string;
}

async function gradingAsked(values: Values, { named, submission }: Asked = { named: [] }): Promise<Grading> {
  const names = values.only?.split(',') ?? named;
  const assignment = await assignmentAsked(values, names, submission);
  return {
    assignment,
    ...(values.assignment !== undefined && { assignmentFile: values.assignment }),
    ...adapterNamed(values.with, assignment),
    ...(names.length > 0 && { only: known(names, assignment, values.only === undefined) }),
    seed: wholeNumber('--seed', values.seed, defaultSeed, 0),
    runs: wholeNumber('--runs', values.runs, defaultRuns, 1),
    ...kinksDeclared(values.kinks),
    reveal: values.reveal ?? false,
    ...(values.command !== undefined && { command: values.command }),
  };
}

/** A command where the assignment needs one, and none elsewhere. */
function adapterNamed(text: string | undefined, assignment: Assignment): Pick<Grading, 'adapter'> {
  if (!needsAdapter(assignment)) {
    if (text === undefined) return {};
    throw new UsageError(
      `--with is for an assignment over an adapter, such as needle-hw1; the grader itself runs ${assignment.name}.`,
    );
  }
  if (text === undefined) {
    throw new UsageError(
      `${assignment.name} is graded over an adapter: give its command with --with COMMAND.`,
    );
  }
  if (!text.includes(placeholder)) {
    throw new UsageError(
      `--with takes a command in which ${placeholder} stands for the submission's folder, not "${text}".`,
    );
  }
  return { adapter: { text, folder: process.cwd() } };
}

/** Imports of laws, and of all that they need, are put off: `grade` imports them while the submission is bundled. */
async function assignmentAsked(
  { assignment, exercise }: Values,
  names: readonly string[],
  submission: string | undefined,
): Promise<Assignment> {
  if (assignment !== undefined && exercise !== undefined) {
    throw new UsageError(
      'An assignment lists its exercises itself, by their folders: give --assignment or --exercise, not both.',
    );
  }
  if (exercise !== undefined) return (await import('../grader/own/assign.js')).assignmentOf(exercise);
  if (assignment === undefined) return courseAsked(names, submission);
  return (await import('../grader/assignment/load.js')).loadAssignment(assignment);
}

/**
 * Where a learner works, all chapters are graded that are there. Any other submission is handed in for the exercises on
 * the engine's files alone, unless others are named.
 */
async function courseAsked(names: readonly string[], submission: string | undefined): Promise<Assignment> {
  const isLearners = submission !== undefined && basename(resolve(submission)) === usualSubmission;
  if (names.length === 0 && isLearners) return (await import('../grader/course.js')).courseIn(submission);
  if (unknownAsked(wholeCourse, names) === undefined) return wholeCourse;
  return (await import('../grader/course.js')).courseOf(names);
}

function known(names: readonly string[], assignment: Assignment, mayBeFolder: boolean): readonly string[] {
  const problem = unknownAsked(assignment, names, mayBeFolder);
  if (problem === undefined) return names;
  throw new UsageError(problem);
}

interface Report {
  readonly file: string;
  text(grade: Grade): string;
}

function reportsAsked({ json, format, out }: Values): readonly Report[] {
  if (json !== undefined) checkFile('--json', json);
  const reports: Report[] = json === undefined ? [] : [{ file: json, text: jsonReport }];
  if (format === undefined && out === undefined) return reports;
  if (format === undefined || out === undefined) {
    throw new UsageError('--format NAME and --out FILE belong together; one of them is missing.');
  }
  const report = reportNamed(format);
  if (typeof report === 'string') throw new UsageError(report);
  checkFile('--out', out);
  const { text, beside } = report;
  const isDevice = statSync(out, { throwIfNoEntry: false })?.isFile() === false;
  if (beside === undefined || isDevice) return [...reports, { file: out, text }];
  const file = join(dirname(out), beside.name);
  if (resolve(file) === resolve(out)) {
    throw new UsageError(`--out "${out}": ${beside.name} is written beside it; choose another name.`);
  }
  checkFile('--out', file);
  return [...reports, { file: out, text }, { file, text: beside.text }];
}
