/** The page: which exercise is shown, what is typed, what is checked, what is kept. */
import chapters from 'virtual:chapters';
import exercises from 'virtual:exercises';
import files from 'virtual:files';
import { lineOf } from '../../src/grader/line-of.js';
import type { Checked } from '../../src/grader/page/check.js';
import { addressOf, readAddress } from './address.js';
import { Checker } from './checker.js';
import { type Chapter, type Item, nameOf } from './course.js';
import { Editor } from './editor.js';
import { button, element } from './element.js';
import { Layout } from './layout.js';
import { allItems, listOf } from './list.js';
import { caseMilliseconds } from './messages.js';
import { detailsOf, summaryOf } from './result.js';
import { Saved } from './saved.js';
import { texts } from './texts/index.js';

export class Page {
  private readonly saved = new Saved();
  private readonly layout = new Layout({
    check: () => void this.check(),
    checkChapter: () => void this.checkChapter(),
    copyLink: () => void this.copyLink(),
    reset: () => this.reset(),
  });
  private readonly editor = new Editor({
    parent: this.layout.editor,
    describedBy: 'editor-help',
    onEdit: (code) => this.keep(code),
    onCheck: () => void this.check(),
  });
  private readonly checker = new Checker(() =>
    this.layout.say(texts.stopped(this.item.label, caseMilliseconds / 1_000)),
  );
  private item: Item = at(allItems, 0);
  private chapter: Chapter | undefined;
  private stub = '';
  /** Code of a link is not the learner's own until it is taken. */
  private isLinked = false;

  async open(): Promise<void> {
    this.layout.say(texts.notChecked);
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
    if (isOther || code !== undefined) await this.showChapter(chapter, code);
    this.layout.showItem(chapter.title, item.label);
    this.layout.clear();
    this.layout.say(texts.notChecked);
    this.showList();
    this.showLine(false);
  }

  private async showChapter({ id }: Chapter, code: string | undefined): Promise<void> {
    this.checker.warm(id);
    const { stub, readme } = (await files[id]?.())?.default ?? { stub: '', readme: '' };
    const own = this.saved.code(id);
    this.stub = stub;
    this.isLinked = code !== undefined && code !== (own ?? stub);
    this.layout.showReadme(readme);
    this.editor.show(code ?? own ?? stub, texts.editor(`${id}.ts`));
    this.layout.notice(this.isLinked ? this.linkNotice(own ?? stub) : []);
  }

  private linkNotice(own: string): HTMLElement[] {
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
      this.editor.replace(own);
      this.showLine(true);
    };
    return [element('p', {}, texts.linked), button(texts.keepLinked, take), button(texts.backToMine, back)];
  }

  private showList(): void {
    const passed = allItems.filter((item) => this.saved.isPassed(nameOf(item))).length;
    this.layout.showList(listOf(this.saved, nameOf(this.item)), texts.progress(passed, allItems.length));
  }

  private showLine(focus: boolean): void {
    const exercise = exercises.find(({ id }) => id === this.item.exercise);
    const line = exercise && lineOf(exercise, this.item.part, this.editor.code);
    if (line !== undefined) this.editor.reveal(line, focus);
  }

  private keep(code: string): void {
    if (this.isLinked || this.chapter === undefined) return;
    this.saved.keepCode(this.chapter.id, code === this.stub ? undefined : code);
    if (this.saved.refused) this.layout.notice([element('p', {}, texts.unsaved)]);
  }

  private async check(): Promise<void> {
    const { item } = this;
    this.layout.clear();
    this.layout.say(texts.checking(item.label));
    const checked = await this.checked(item);
    if (checked === undefined) return;
    this.layout.say(summaryOf(checked, item.label), checked.status === 'passed' ? 'passed' : 'failed');
    const next = nextOf(item);
    const following =
      checked.status === 'passed' && next !== undefined
        ? [
            element(
              'p',
              {},
              element('a', { class: 'next', href: addressOf(nameOf(next)) }, `${texts.next}: ${next.label}`),
            ),
          ]
        : [];
    this.layout.show([...following, ...detailsOf(checked, (line) => this.editor.reveal(line, true))]);
    this.showList();
  }

  /** @returns undefined if another check began meanwhile, or this page failed */
  private async checked(item: Item): Promise<Checked | undefined> {
    const name = nameOf(item);
    const chapter = this.chapter?.id ?? '';
    const { exercise, part } = item;
    try {
      const earlier = this.saved.failed(name);
      const checked = await this.checker.check({
        chapter,
        exercise,
        part,
        source: this.editor.code,
        earlier,
      });
      if (checked === undefined || this.isLinked) return checked;
      const { topic, status } = checked;
      this.saved.keepPassed(name, status === 'passed');
      const times = earlier?.topic === topic ? earlier.times + 1 : 1;
      this.saved.keepFailed(name, topic === null ? undefined : { topic, times });
      return checked;
    } catch (error) {
      this.layout.say(`${texts.fault}: ${error instanceof Error ? error.message : String(error)}`, 'failed');
      return undefined;
    }
  }

  private async checkChapter(): Promise<void> {
    const items = this.chapter?.items ?? [];
    const lines: HTMLElement[] = [];
    let passed = 0;
    this.layout.clear();
    for (const item of items) {
      this.layout.say(texts.checking(item.label));
      const checked = await this.checked(item);
      if (checked === undefined) return;
      if (checked.status === 'passed') passed++;
      const mark = checked.status === 'passed' ? '✓' : '✗';
      const link = element('a', { href: addressOf(nameOf(item)) }, summaryOf(checked, item.label));
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
      this.layout.say(texts.linkCopied);
    } catch {
      this.layout.say(texts.linkShown(link));
    }
  }

  private reset(): void {
    this.editor.replace(this.stub);
    this.layout.clear();
    this.layout.say(texts.resetDone);
    this.showLine(true);
  }
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error('the course is empty');
  return found;
}

/** Where the learner left off. */
const firstOpen = (saved: Saved): Item =>
  allItems.find((item) => !saved.isPassed(nameOf(item))) ?? at(allItems, 0);

const nextOf = (item: Item): Item | undefined => allItems[allItems.indexOf(item) + 1];
