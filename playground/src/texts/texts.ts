/** All that the page says, but for what the grader itself says. Another language lacks none of it, or does not compile. */
import type { Language } from '../../../src/texts/language.js';

export interface Texts {
  readonly language: Language;
  /** As in the attribute `lang`. */
  readonly lang: string;
  /** The language's own name, for those who read no other. */
  readonly languageName: string;
  readonly chooseLanguage: string;
  readonly title: string;
  readonly exercises: string;
  progress(passed: number, all: number): string;
  readonly skip: string;
  /** Behind the name of an exercise, for screen readers. */
  readonly passed: string;
  readonly notPassed: string;
  heading(chapter: string): string;
  readonly about: string;
  editor(file: string): string;
  readonly editorHelp: string;
  /** The editor says so to screen readers. */
  readonly selectionDeleted: string;
  readonly check: string;
  readonly checkChapter: string;
  readonly copyLink: string;
  readonly linkCopied: string;
  linkShown(link: string): string;
  readonly reset: string;
  readonly resetAgain: string;
  readonly resetDone: string;
  readonly linked: string;
  readonly keepLinked: string;
  readonly backToMine: string;
  readonly result: string;
  readonly notChecked: string;
  checking(name: string): string;
  stopped(name: string, seconds: number): string;
  isPassed(name: string, points: number): string;
  isWrong(name: string): string;
  isCrashed(name: string): string;
  isUnwritten(name: string): string;
  isMissing(name: string): string;
  isTimeout(name: string): string;
  chapterChecked(passed: number, all: number): string;
  readonly law: string;
  readonly said: string;
  readonly counterexample: string;
  readonly program: string;
  readonly inputs: string;
  /** @param names which function the program stands for; empty for an op */
  inMode(mode: string, order: number, names: string): string;
  value(name: string): string;
  gradient(name: string, cotangent: string): string;
  readonly expected: string;
  readonly got: string;
  readonly wrongEntry: string;
  between(low: string, high: string): string;
  more(count: number): string;
  slice(caption: string, index: string): string;
  empty(caption: string): string;
  mistake(name: string): string;
  readonly hint: string;
  /** Before the hint. */
  readonly hintIs: string;
  readonly printed: string;
  goToLine(line: number): string;
  readonly laws: string;
  /** Behind a law. */
  lawRuns(runs: number): string;
  next(name: string): string;
  fault(why: string): string;
  readonly unsaved: string;
}
