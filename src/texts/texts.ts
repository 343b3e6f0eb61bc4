/** All that a learner reads in a terminal, in one language. Another language lacks none of it, or does not compile. */
import type { CaseWords } from '../case/explain.js';
import type { Language } from './language.js';

export interface Texts {
  readonly language: Language;
  /** A sentence that stands beside what it describes, by its English: a hint, a title, a law. English where there is no other. */
  says(sentence: string): string;
  /** How many columns a terminal gives a text. */
  widthOf(text: string): number;
  readonly failure: FailureTexts;
  readonly teach: TeachTexts;
  readonly learn: LearnTexts;
  readonly grade: GradeTexts;
}

/** What went wrong in a case. Parts such as `of` are sentences that `says` has translated. */
export interface FailureTexts extends CaseWords {
  readonly agrees: string;
  unsupported(why: string): string;
  notImplemented(why: string): string;
  threw(thrower: string, type: string, message: string): string;
  /** Who threw, to stand before `threw`; `how` is empty or says how it was asked. */
  gradientOf(op: string): string;
  secondOrderOf(op: string): string;
  jvpOf(op: string): string;
  programOf(ops: readonly string[]): string;
  asked(how: string, thrower: string): string;
  noAnswerWithin(milliseconds: number): string;
  undecidable(why: string): string;
  entry(what: string, index: string): string;
  expected(place: string, right: string, got: string, tolerance: string): string;
  between(low: string, high: string): string;
  /** Two answers of one implementation. */
  gives(by: string, value: number): string;
  /** @param tolerance empty if they may not differ */
  answers(place: string, both: readonly string[], tolerance: string, support: string): string;
  readonly cannotTell: string;
  supportsBoth(right: string): string;
  supportsNeither(right: string): string;
  supports(by: string, right: string): string;
  readonly passesFresh: string;
  readonly failsAfter: string;
  noneIsEnough(ran: number): string;

  lawBroken(law: string): string;
  longGraph(steps: number, op: string): string;
  throws(thrower: string, isValueRight: boolean): string;
  noAnswer(seconds: number): string;
  unwritten(why: string): string;
  notRun(why: string): string;
  readonly outOfStack: string;
  itThrew(type: string, message: string): string;
  lastPrinted(text: string): string;
  readonly printed: string;
  readonly printedLast: string;
  printedMore(characters: number): string;
  readonly nearly: string;
  notSaved(why: string): string;
  replay(command: string): string;
  inFull(command: string): string;
  convention(which: readonly string[]): string;
  restsOn(others: readonly string[]): string;
  /** Before a case. */
  readonly seenIn: string;
  /** Of an exercise of its own: what the program of its cases is. */
  standsFor(call: string): string;
  constants(names: readonly string[]): string;
  knownMistake(name: string, says: string): string;
  looksKnown(name: string): string;
  hint(text: string): string;
  hintOf(number: number, all: number, text: string, more: readonly string[]): string;
  readonly nextHintLater: string;
  moreHints(folder: string): string;
  notAsked(op: string): string;
  partTold(name: string, place: string | null, said: string): string;
  partTitled(name: string, sentence: string | undefined): string;
  alsoWrong(names: string): string;
  alsoCrashed(names: string): string;
  alsoUnanswered(names: string): string;
  alsoUnwritten(names: string): string;
  readonly onHiddenCases: string;
  readonly onHiddenCasesToo: string;
}

/** A wrong gradient, worked by hand. */
interface TeachTexts {
  deltaOf(output: string): string;
  shouldBe(adjoint: string): string;
  cameOut(adjoint: string): string;
  areRight(adjoints: readonly string[]): string;
  /** A law without its full stop. */
  sentence(law: string): string;
  readonly byHand: string;
  noEntries(shape: string): string;
  overEntries(output: string): string;
  overOutputs(outputs: readonly string[]): string;
  between(low: string, high: string): string;
  to(low: string, high: string): string;
  but(right: string, came: string): string;
  moreTerms(count: number): string;
  otherSlopes(count: number): string;
}

/** The keys of the learn screen. */
export type LearnKey = 'space' | 'h' | 'n' | 'l' | 'r' | 'c' | 'o' | 'q';

interface LearnTexts {
  readonly keys: Readonly<Record<LearnKey, readonly [key: string, what: string]>>;
  solved(solved: number, total: number): string;
  heading(number: number, total: number, points: number): string;
  readonly unwritten: string;
  readFirst(place: string, section: string): string;
  readOn(place: string, section: string): string;
  readonly checkedBy: Readonly<Record<'save' | 'space' | 'command', string>>;
  above(lines: number): string;
  below(lines: number): string;
  /** A mark and a word, before the place. */
  failed(word: string): string;
  readonly wrong: string;
  readonly right: string;
  holds(cases: number, seconds: string): string;
  law(sentence: string, words: string): string;
  knownMistake(name: string, says: string): string;
  why(text: string): string;
  readonly all: string;
  numberedHint(number: number, text: string): string;
  almost(line: string): string;
  readonly goTo: string;
  readonly notFound: string;
  listed(some: number, all: number): string;
  allSolved(count: number): string;
  readonly lastOne: string;
  readonly isSolved: string;
  noMoreHints(folder: string): string;
  readonly unchanged: string;
  readonly noStub: string;
  readonly isStub: string;
  readonly stubIsBack: string;
  keptIn(file: string): string;
  askReset(id: string): string;
  readonly checking: string;
  checkingCases(done: number, total: number): string;
  checkingAll(done: number, total: number): string;
  noLongerRight(ids: string): string;
  notKept(problem: string): string;
  readonly typeErrors: string;
  next(id: string): string;
  readonly sameAsSolution: string;
  readonly yours: string;
  readonly theSolution: string;
  tooLong(yours: number, ours: number): string;
  readonly noFailure: string;
  pageNotWritten(problem: string): string;
  pageIn(file: string, address: string): string;
}

/** The words of statuses, for `grade` and `learn`. */
type StatusWord = 'passed' | 'not-implemented' | 'missing' | 'timeout' | 'crashed' | 'failed';

interface GradeTexts {
  readonly statuses: Readonly<Record<StatusWord, string>>;
  readonly exercise: string;
  readonly points: string;
  readonly status: string;
  readonly total: string;
  seed(seed: number): string;
  beginWith(id: string): string;
}
