/** `backproof learn`: the exercises one after the other, each checked whenever its file is saved. */
import { statSync } from 'node:fs';
import { defaultReplayFolder } from '../grader/options.js';
import type { Lesson } from '../learn/lessons.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { flag, languageOption, optionLines, parseOptions, textsAsked, value } from './options.js';
import { painter, showsColour } from './style.js';

const options = {
  in: value('DIR', 'the folder with the exercises (default: exercises)'),
  once: flag('check one exercise, print, and end: also where there is no terminal'),
  lang: languageOption,
  manual: flag('check when the space bar is pressed, and not whenever a file is saved'),
} as const;

const help = `backproof learn [EXERCISE] [options]

Goes through the exercises in their order, beginning with EXERCISE (a chapter such as shape, or one exercise such as
elementwise.negate; default: where you left off), and checks what you write whenever you save.

${optionLines(options)}

What you have solved is kept in .backproof/learn.json.

Exit code: 0 when you quit, and for --once if the exercise is right; 1 if it is not; 2 not run.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, options);
  const texts = await textsAsked(values.lang);
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UsageError('One exercise at a time is learnt: give one name, or none.');
  const folder = values.in ?? 'exercises';
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`There is no folder "${folder}" with exercises here; --in DIR says where it is.`);
  const { learn, learnOnce, lessonsIn } = await import('../learn/index.js');
  const { assignment, lessons } = lessonsIn(folder);
  const begin = name === undefined ? undefined : lessonNamed(name, lessons);
  const given = {
    ...{ assignment, lessons, submission: folder, keptIn: defaultReplayFolder, begin },
    paint: painter(showsColour(process.stdout)),
    texts,
    log: output.log,
  };
  const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (values.once || !isInteractive) return (await learnOnce(given)) ? 0 : 1;
  return (await learn({ ...given, manual: values.manual ?? false })) === 'interrupted' ? 130 : 0;
}

export const command: Command = { help, options, run };

/** The exercise, or the first of a chapter. */
function lessonNamed(name: string, lessons: readonly Lesson[]): Lesson {
  const found = lessons.find(({ id }) => id === name) ?? lessons.find(({ chapter }) => chapter === name);
  if (found !== undefined) return found;
  const chapters = [...new Set(lessons.map(({ chapter }) => chapter))];
  throw new UsageError(`There is no exercise "${name}". The chapters are ${chapters.join(', ')}.`);
}
