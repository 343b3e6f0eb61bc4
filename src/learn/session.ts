/** What a learner does at the terminal: saves and keys come in, pages go out. It knows no terminal. */
import type { Texts } from '../texts/index.js';
import { changedLessons } from './changed.js';
import type { Checked, Checker } from './checker.js';
import { solutionOf, stubOf } from './files.js';
import { hintsFor } from './hints.js';
import type { Lesson } from './lessons.js';
import { found, type Listing } from './list.js';
import { isUnwritten } from './pages.js';
import type { ProgressFile } from './progress-file.js';
import { isUntouched, reset } from './reset.js';
import { currentSource, lineOf } from './rule-text.js';
import { screenOf } from './screen.js';
import type { Style } from './style.js';
import { turned, type Window } from './window.js';

export interface Display {
  style(): Style;
  rows(): number;
  draw(lines: readonly string[]): void;
}

export interface Key {
  /** `h`, `return`, `up`, … */
  readonly name: string;
  /** What was typed. */
  readonly text: string;
}

export interface SessionOptions {
  readonly lessons: readonly Lesson[];
  readonly checker: Pick<Checker, 'check' | 'checkAll'>;
  readonly progress: ProgressFile;
  readonly display: Display;
  /** Whether a key checks, and not each save. */
  readonly manual: boolean;
  readonly texts: Texts;
  /** Where copies of what is reset are kept. */
  readonly keptIn: string;
  /** The type errors of a file; undefined if nothing can tell. */
  typeErrors(file: string): Promise<readonly string[] | undefined>;
  /** Shows a failure as a picture. @returns what to say of it */
  openPicture(checked: Checked | undefined): Promise<string>;
}

/** A page is kept until the answer comes, unless that takes longer. */
const patience = 250;

export class Session {
  private current: Lesson;
  private checked: Checked | undefined;
  private taken: string[] = [];
  private notice = '';
  private types: readonly string[] = [];
  private listing: Listing | undefined;
  private asksForReset = false;
  private all: readonly Checked[] | undefined;
  private cases = '';
  private window: Window = { lines: [], from: 0, shown: 0 };
  private readonly sources = new Map<string, string>();
  private busy: Promise<void> | undefined;
  private again = false;

  constructor(private readonly options: SessionOptions) {
    const { lessons, progress } = options;
    const known = lessons.find(({ id }) => id === progress.current);
    this.current = known ?? lessons.find((each) => !this.isSolved(each)) ?? (lessons[0] as Lesson);
    for (const lesson of lessons) this.sources.set(lesson.file, currentSource(lesson));
  }

  /** Goes to an exercise, and checks it. */
  async goTo(lesson: Lesson): Promise<void> {
    this.current = lesson;
    this.options.progress.moveTo(lesson.id);
    this.forget();
    await this.check();
  }

  start(): Promise<void> {
    return this.goTo(this.current);
  }

  /** Some files were saved: what changed in them is checked, the current exercise first. */
  async saved(files: readonly string[]): Promise<void> {
    const changed = files.flatMap((file) => this.changedIn(file));
    if (changed.length === 0 || this.options.manual) return;
    for (const { id } of changed.length <= 2 ? changed : [])
      this.options.progress.change(id, { attempts: this.options.progress.of(id).attempts + 1 });
    const [other] = changed;
    if (other !== undefined && !changed.includes(this.current)) return this.goTo(other);
    this.notice = '';
    await this.check();
    await this.lookAfter(changed.filter((each) => each !== this.current && this.isSolved(each)));
  }

  /** @returns whether to quit */
  async key(key: Key): Promise<boolean> {
    if (this.listing !== undefined) await this.keyInList(key, this.listing);
    else if (this.asksForReset) await this.answerReset(key);
    else return this.keyOnPage(key);
    return false;
  }

  render(): void {
    const { display } = this.options;
    const { current, checked, all, taken, types, listing, notice, asksForReset, cases, window } = this;
    const line = lineOf(this.sources.get(current.file) ?? '', current);
    const shown = { current, line, checked, all, taken, types, listing, notice, asksForReset, cases, window };
    this.window = screenOf(shown, this.options, display.style(), display.rows());
    display.draw(this.window.lines);
  }

  private async keyOnPage({ name, text }: Key): Promise<boolean> {
    if (name === 'up' || name === 'down' || name === 'pageup' || name === 'pagedown') {
      this.showFrom(turned(this.window, name.endsWith('up') ? 'up' : 'down'));
      this.render();
      return false;
    }
    this.notice = '';
    if (this.all !== undefined) this.showFrom(0);
    this.all = undefined;
    switch (text || name) {
      case 'q':
        return true;
      case 'h':
        this.hint();
        break;
      case 'n':
        await this.next();
        break;
      case 'l':
        this.listing = { query: '', at: Math.max(0, this.options.lessons.indexOf(this.current)) };
        break;
      case 'r':
        this.askForReset();
        break;
      case 'c':
        await this.checkAll();
        break;
      case 'o':
        this.notice = await this.options.openPicture(this.checked);
        break;
      case ' ':
      case '\r':
        await this.check();
        break;
    }
    this.render();
    return false;
  }

  private async next(): Promise<void> {
    const { lessons } = this.options;
    const here = lessons.indexOf(this.current);
    const rest = [...lessons.slice(here + 1), ...lessons.slice(0, here)];
    const next = rest.find((each) => !this.isSolved(each));
    if (next !== undefined) return this.goTo(next);
    this.notice = this.isSolved(this.current) ? this.texts.allSolved(lessons.length) : this.texts.lastOne;
  }

  private hint(): void {
    if (this.checked?.status === 'passed') {
      this.notice = this.texts.isSolved;
      return;
    }
    const { broken, misconception } = this.checked?.failure ?? {};
    const { texts } = this.options;
    const known = [...this.taken, misconception && texts.says(misconception.hint)];
    const ladder = hintsFor(this.current, broken, solutionOf(this.current), texts);
    const next = ladder.find((each) => !known.includes(each));
    if (next === undefined) this.notice = this.texts.noMoreHints(`solutions/${this.current.chapter}`);
    else {
      this.taken.push(next);
      this.showFrom(Number.POSITIVE_INFINITY);
      const { progress } = this.options;
      progress.change(this.current.id, {
        hints: Math.max(progress.of(this.current.id).hints, this.taken.length),
      });
    }
  }

  private async keyInList({ name, text }: Key, { query, at }: Listing): Promise<void> {
    const some = found(this.options.lessons, query, this.options.texts);
    const chosen = some[at];
    if (name === 'return' && chosen !== undefined) {
      this.listing = undefined;
      await this.goTo(chosen);
      return;
    }
    if (name === 'escape') this.listing = undefined;
    else if (name === 'up') this.listing = { query, at: Math.max(0, at - 1) };
    else if (name === 'down') this.listing = { query, at: Math.min(some.length - 1, at + 1) };
    else if (name === 'backspace') this.listing = { query: [...query].slice(0, -1).join(''), at: 0 };
    else if (/^[\p{L}\p{N}_. -]+$/u.test(text)) this.listing = { query: query + text, at: 0 };
    this.render();
  }

  private askForReset(): void {
    const stub = stubOf(this.current);
    if (stub === undefined) this.notice = this.texts.noStub;
    else if (isUntouched(this.current, stub)) this.notice = this.texts.isStub;
    else this.asksForReset = true;
  }

  private async answerReset({ text }: Key): Promise<void> {
    this.asksForReset = false;
    const stub = stubOf(this.current);
    if (text.toLowerCase() !== 'y') this.notice = this.texts.unchanged;
    else if (stub === undefined) this.notice = this.texts.noStub;
    else {
      const copy = reset(this.current, stub, this.options.keptIn);
      this.sources.set(this.current.file, currentSource(this.current));
      this.options.progress.change(this.current.id, { solved: false });
      this.forget();
      const { stubIsBack, keptIn } = this.texts;
      this.notice = `${stubIsBack}${copy === undefined ? '' : keptIn(copy)}`;
      await this.check();
    }
    this.render();
  }

  private showFrom(from: number): void {
    this.window = { ...this.window, from };
  }

  private forget(): void {
    this.showFrom(0);
    this.checked = undefined;
    this.taken = [];
    this.notice = '';
    this.types = [];
  }

  private changedIn(file: string): readonly Lesson[] {
    const before = this.sources.get(file) ?? '';
    const now = currentSource({ file });
    this.sources.set(file, now);
    const inFile = this.options.lessons.filter((each) => each.file === file);
    return changedLessons(before, now, inFile);
  }

  /** One check at a time; what is saved meanwhile is checked afterwards. */
  private async check(): Promise<void> {
    if (this.busy !== undefined) {
      this.again = true;
      return this.busy;
    }
    this.busy = this.checkUntilStill().finally(() => (this.busy = undefined));
    return this.busy;
  }

  private async checkUntilStill(): Promise<void> {
    do {
      this.again = false;
      await this.checkOnce(this.current);
    } while (this.again);
  }

  private async checkOnce(lesson: Lesson): Promise<void> {
    this.cases = this.texts.checking;
    const slow = setTimeout(() => this.render(), patience);
    const checked = await this.options.checker.check(lesson, ({ done, total }) => {
      this.cases = this.texts.checkingCases(Math.min(done, total), total);
    });
    clearTimeout(slow);
    this.cases = '';
    if (lesson !== this.current) return;
    this.checked = checked;
    this.showFrom(0);
    this.types = [];
    this.options.progress.change(lesson.id, { solved: checked.status === 'passed' });
    this.render();
    if (checked.status !== 'passed' && !isUnwritten(checked)) void this.lookForTypes(checked);
  }

  /** Types are looked at after the answer is there: that takes longer. */
  private async lookForTypes(checked: Checked): Promise<void> {
    const errors = await this.options.typeErrors(checked.lesson.file);
    if (this.checked !== checked || errors === undefined || errors.length === 0) return;
    this.types = errors;
    this.render();
  }

  /** Exercises that were solved before: whoever breaks one is told. */
  private async lookAfter(lessons: readonly Lesson[]): Promise<void> {
    if (lessons.length === 0) return;
    const lost = (await this.options.checker.checkAll(lessons)).filter(({ status }) => status !== 'passed');
    if (lost.length === 0) return;
    for (const { lesson } of lost) this.options.progress.change(lesson.id, { solved: false });
    this.notice = this.texts.noLongerRight(lost.map(({ lesson }) => lesson.id).join(', '));
    this.render();
  }

  private async checkAll(): Promise<void> {
    const { lessons, checker, progress } = this.options;
    const show = ({ done, total }: { done: number; total: number }) => {
      const text = this.texts.checkingAll(done, total);
      if (text === this.cases) return;
      this.cases = text;
      this.render();
    };
    this.all = await checker.checkAll(lessons, everySoOften(show));
    this.showFrom(0);
    this.cases = '';
    for (const { lesson, status } of this.all) progress.change(lesson.id, { solved: status === 'passed' });
  }

  private get texts(): Texts['learn'] {
    return this.options.texts.learn;
  }

  private isSolved({ id }: Lesson): boolean {
    return this.options.progress.of(id).solved;
  }
}

function everySoOften<T>(call: (value: T) => void): (value: T) => void {
  let last = 0;
  return (value) => {
    const now = performance.now();
    if (now - last < 100) return;
    last = now;
    call(value);
  };
}
