/** The page: which exercise is shown, what is typed, what is checked, what is kept. */
import chapters from 'virtual:chapters';
import exercises from 'virtual:exercises';
import files from 'virtual:files';
import pages from 'virtual:pages';
import { lineOf } from '../../src/grader/line-of.js';
import type { Checked } from '../../src/grader/page/check.js';
import type { Language } from '../../src/texts/language.js';
import { addressOf, readAddress } from './address.js';
import { Checker } from './checker.js';
import { type Chapter, type Item, nameOf } from './course.js';
import { Editor } from './editor.js';
import { button, element } from './element.js';
import { Layout } from './layout.js';
import { allItems, listOf } from './list.js';
import { caseMilliseconds, type Failed } from './messages.js';
import { detailsOf, summaryOf } from './result.js';
import { Saved } from './saved.js';
import { preferred, textsIn } from './texts/index.js';

export class Page {
  private readonly saved = new Saved();
  private texts = textsIn[this.saved.language() ?? preferred(navigator.languages)];
  private readonly layout = new Layout(this.texts, {
    check: () => void this.check(),
    checkChapter: () => void this.checkChapter(),
    copyLink: () => void this.copyLink(),
    reset: () => this.reset(),
    speak: (language) => void this.speak(language),
  });
  private readonly editor = new Editor({
    parent: this.layout.editor,
    describedBy: 'editor-help',
    onEdit: (code) => this.keep(code),
    onCheck: () => void this.check(),
  });
  private readonly checker = new Checker(() =>
    this.layout.say(this.texts.stopped(this.item.label, caseMilliseconds / 1_000)),
  );
  private item: Item = at(allItems, 0);
  private chapter: Chapter | undefined;
  private stub = '';
  /** Code of a link is not the learner's own until it is taken. */
  private isLinked = false;
  /** What was checked last, to be told in another language. */
  private again: (() => Promise<void>) | undefined;

  async open(): Promise<void> {
    this.layout.say(this.texts.notChecked);
    addEventListener('hashchange', () => void this.follow());
    await this.follow();
  }

  /** Shows what the address says. */
  private async follow(): Promise<void> {
    const { item: name, code } = readAddress(location.hash);
    const item = allItems.find((each) => nameOf(each) === name) ?? firstOpen(this.saved);
    const chapter = at(
      chapters.filter(({ items }) => items.includes(item)),
      0,
    );
    const isOther = chapter !== this.chapter;
    this.item = item;
    this.chapter = chapter;
    if (isOther || code !== undefined) await this.showCode(chapter, code);
    this.again = undefined;
    this.layout.clear();
    this.layout.say(this.texts.notChecked);
    this.showLine(false);
    await this.showWords(chapter);
  }

  /** The same in another language: code, cursor and address stay as they are. */
  private async speak(language: Language): Promise<void> {
    this.saved.keepLanguage(language);
    this.texts = textsIn[language];
    this.layout.speak(this.texts);
    if (this.chapter === undefined) return;
    this.editor.speak(fileOf(this.chapter), this.texts);
    if (this.again === undefined) this.layout.say(this.texts.notChecked);
    await Promise.all([this.showWords(this.chapter), this.again?.()]);
  }

  private async showCode(chapter: Chapter, code: string | undefined): Promise<void> {
    const { id } = chapter;
    this.checker.warm(id);
    this.stub = (await files[id]?.())?.default ?? '';
    this.isLinked = code !== undefined && code !== this.own(chapter);
    this.editor.show(code ?? this.own(chapter), fileOf(chapter), this.texts);
  }

  private async showWords(chapter: Chapter): Promise<void> {
    const { texts } = this;
    const { language } = texts;
    this.layout.showItem(chapter.titles[language], this.item.label, texts);
    this.showList();
    this.showNotice(chapter);
    const page = await pages[language][chapter.id]?.();
    if (chapter === this.chapter && texts === this.texts) this.layout.showReadme(page?.default ?? '');
  }

  private own({ id }: Chapter): string {
    return this.saved.code(id) ?? this.stub;
  }

  private showNotice(chapter: Chapter): void {
    if (this.isLinked) this.layout.notice(this.linkNotice(chapter));
    else this.layout.notice(this.saved.refused ? [element('p', {}, this.texts.unsaved)] : []);
  }

  private linkNotice(chapter: Chapter): HTMLElement[] {
    const { linked, keepLinked, backToMine } = this.texts;
    const done = () => {
      this.isLinked = false;
      this.layout.notice([]);
      history.replaceState(null, '', addressOf(nameOf(this.item)));
    };
    const take = () => {
      done();
      this.keep(this.editor.code);
      this.editor.focus();
    };
    const back = () => {
      done();
      this.editor.replace(this.own(chapter));
      this.showLine(true);
    };
    return [element('p', {}, linked), button(keepLinked, take), button(backToMine, back)];
  }

  private showList(): void {
    const passed = allItems.filter((item) => this.saved.isPassed(nameOf(item))).length;
    this.layout.showList(
      listOf(this.saved, nameOf(this.item), this.texts),
      this.texts.progress(passed, allItems.length),
    );
  }

  private showLine(focus: boolean): void {
    const exercise = exercises.find(({ id }) => id === this.item.exercise);
    const line = exercise && lineOf(exercise, this.item.part, this.editor.code);
    if (line !== undefined) this.editor.reveal(line, focus);
  }

  private keep(code: string): void {
    if (this.isLinked || this.chapter === undefined) return;
    this.saved.keepCode(this.chapter.id, code === this.stub ? undefined : code);
    if (this.saved.refused) this.showNotice(this.chapter);
  }

  private check(): Promise<void> {
    return this.checkAfter(this.saved.failed(nameOf(this.item)));
  }

  private async checkAfter(earlier: Failed | undefined): Promise<void> {
    const { item, texts } = this;
    this.again = () => this.checkAfter(earlier);
    this.layout.clear();
    this.layout.say(texts.checking(item.label));
    const checked = await this.checked(item, earlier);
    if (checked === undefined) return;
    this.layout.say(summaryOf(checked, item.label, texts), checked.status === 'passed' ? 'passed' : 'failed');
    const next = nextOf(item);
    const following =
      checked.status === 'passed' && next !== undefined
        ? [
            element(
              'p',
              {},
              element('a', { class: 'next', href: addressOf(nameOf(next)) }, texts.next(next.label)),
            ),
          ]
        : [];
    this.layout.show([...following, ...detailsOf(checked, texts, (line) => this.editor.reveal(line, true))]);
    this.showList();
  }

  /** @returns undefined if another check began meanwhile, or this page failed */
  private async checked(item: Item, earlier: Failed | undefined): Promise<Checked | undefined> {
    const name = nameOf(item);
    const chapter = this.chapter?.id ?? '';
    const { exercise, part } = item;
    try {
      const checked = await this.checker.check({
        chapter,
        exercise,
        part,
        source: this.editor.code,
        earlier,
        language: this.texts.language,
      });
      if (checked === undefined || this.isLinked) return checked;
      const { topic, status } = checked;
      this.saved.keepPassed(name, status === 'passed');
      const times = earlier?.topic === topic ? earlier.times + 1 : 1;
      this.saved.keepFailed(name, topic === null ? undefined : { topic, times });
      return checked;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.layout.say(this.texts.fault(why), 'failed');
      return undefined;
    }
  }

  private async checkChapter(
    items = (this.chapter?.items ?? []).map((item) => ({ item, earlier: this.saved.failed(nameOf(item)) })),
  ): Promise<void> {
    const { texts } = this;
    this.again = () => this.checkChapter(items);
    const lines: HTMLElement[] = [];
    let passed = 0;
    this.layout.clear();
    for (const { item, earlier } of items) {
      this.layout.say(texts.checking(item.label));
      const checked = await this.checked(item, earlier);
      if (checked === undefined) return;
      if (checked.status === 'passed') passed++;
      const mark = checked.status === 'passed' ? '✓' : '✗';
      const link = element('a', { href: addressOf(nameOf(item)) }, summaryOf(checked, item.label, texts));
      lines.push(element('li', {}, `${mark} `, link));
      this.layout.show([element('ul', { class: 'laws' }, ...lines)]);
      this.showList();
    }
    this.layout.say(
      texts.chapterChecked(passed, items.length),
      passed === items.length ? 'passed' : 'failed',
    );
  }

  private async copyLink(): Promise<void> {
    const link = new URL(addressOf(nameOf(this.item), this.editor.code), location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      this.layout.say(this.texts.linkCopied);
    } catch {
      this.layout.say(this.texts.linkShown(link));
    }
  }

  private reset(): void {
    this.editor.replace(this.stub);
    this.again = undefined;
    this.layout.clear();
    this.layout.say(this.texts.resetDone);
    this.showLine(true);
  }
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error('the course is empty');
  return found;
}

const fileOf = ({ id }: Chapter): string => `${id}.ts`;

/** Where the learner left off. */
const firstOpen = (saved: Saved): Item =>
  allItems.find((item) => !saved.isPassed(nameOf(item))) ?? at(allItems, 0);

const nextOf = (item: Item): Item | undefined => allItems[allItems.indexOf(item) + 1];
