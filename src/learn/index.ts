/** `backproof learn` without its command line: interactive, or one check. */
import type { Assignment } from '../grader/assignment/assignment.js';
import type { Texts } from '../texts/index.js';
import { Checker } from './checker.js';
import { existingLessons, solutionOf } from './files.js';
import type { Lesson } from './lessons.js';
import { linker, showsLinks } from './links.js';
import { isUnwritten, page } from './pages.js';
import { openPicture } from './picture.js';
import { ProgressFile } from './progress-file.js';
import { currentSource, lineOf } from './rule-text.js';
import { Session } from './session.js';
import type { Style } from './style.js';
import { displayOn, keysOf } from './terminal.js';
import { typeErrors } from './type-errors.js';
import { Watcher } from './watch.js';

export { existingLessons as lessonsIn };

export interface LearnOptions {
  readonly assignment: Assignment;
  readonly lessons: readonly Lesson[];
  /** The folder with the exercises. */
  readonly submission: string;
  /** Where the state, counterexamples and copies are kept. */
  readonly keptIn: string;
  /** Where to begin, if not where the learner left off. */
  readonly begin: Lesson | undefined;
  readonly paint: Style['paint'];
  readonly texts: Texts;
  log(text: string): void;
}

/** Until the learner quits. */
export async function learn(
  options: LearnOptions & { readonly manual: boolean },
): Promise<'quit' | 'interrupted'> {
  const { assignment, lessons, submission, keptIn, begin, paint, texts, manual } = options;
  const checker = new Checker(submission, assignment, keptIn, texts);
  const display = displayOn(process.stdout, { paint, texts, link: linker(showsLinks(true)) });
  const session = new Session({
    ...{ lessons, checker, display, manual, keptIn, typeErrors, texts },
    openPicture: (checked) => openPicture(checked, keptIn, texts.learn),
    progress: new ProgressFile(keptIn),
  });
  const files = [...new Set(lessons.map(({ file }) => file))];
  try {
    return await new Promise((done, failed) => {
      const watcher = new Watcher(files, (saved) => void session.saved(saved).catch(failed));
      const quit = (how: 'quit' | 'interrupted') => {
        watcher.stop();
        keys.stop();
        process.stdout.off('resize', render);
        done(how);
      };
      const render = () => session.render();
      const keys = keysOf(
        process.stdin,
        (key) => void session.key(key).then((isOver) => isOver && quit('quit'), failed),
        (interrupted) => quit(interrupted ? 'interrupted' : 'quit'),
      );
      process.stdout.on('resize', render);
      (begin === undefined ? session.start() : session.goTo(begin)).catch(failed);
    });
  } finally {
    checker.stop();
  }
}

/** Checks one exercise and prints its page. @returns whether it is right */
export async function learnOnce({
  assignment,
  lessons,
  submission,
  keptIn,
  begin,
  paint,
  texts,
  log,
}: LearnOptions): Promise<boolean> {
  const progress = new ProgressFile(keptIn);
  const lesson = begin ?? nextOf(lessons, progress);
  const checker = new Checker(submission, assignment, keptIn, texts);
  try {
    const checked = await checker.check(lesson);
    const isRight = checked.status === 'passed';
    progress.change(lesson.id, { solved: isRight });
    const place = `${lesson.file}:${lineOf(currentSource(lesson), lesson)}`;
    const shown = {
      lesson,
      number: lessons.indexOf(lesson) + 1,
      total: lessons.length,
      place,
      checkedBy: 'command',
    } as const;
    const style = { columns: process.stdout.columns || 80, paint, texts, link: (text: string) => text };
    log(page(shown, checked, solutionOf(lesson), style).join('\n'));
    const errors = isRight || isUnwritten(checked) ? [] : ((await typeErrors(lesson.file)) ?? []);
    if (errors.length > 0) {
      log(['', texts.learn.typeErrors, ...errors.map((error) => `  ${error}`)].join('\n'));
    }
    if (isRight && begin === undefined) {
      const next = nextOf(lessons, progress);
      progress.moveTo(next.id);
      if (next !== lesson) log(`\n${texts.learn.next(next.id)}`);
    } else progress.moveTo(lesson.id);
    return isRight;
  } finally {
    checker.stop();
  }
}

/** Where the learner left off; if that is solved, the next that is not. */
function nextOf(lessons: readonly Lesson[], progress: ProgressFile): Lesson {
  const isOpen = ({ id }: Lesson) => !progress.of(id).solved;
  const at = Math.max(
    0,
    lessons.findIndex(({ id }) => id === progress.current),
  );
  const inTurn = [...lessons.slice(at), ...lessons.slice(0, at)];
  return inTurn.find(isOpen) ?? (inTurn[0] as Lesson);
}
