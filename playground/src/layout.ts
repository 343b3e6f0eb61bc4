/** The elements of the page, and what is put into them. */
import { button, element } from './element.js';
import { texts } from './texts/index.js';

interface Actions {
  check(): void;
  checkChapter(): void;
  copyLink(): void;
  reset(): void;
}

export class Layout {
  readonly editor = element('div', { class: 'editor', id: 'work' });
  private readonly chapters = element('div');
  private readonly progress = element('p', { class: 'note' });
  private readonly title = element('h1');
  private readonly readme = element('div', { class: 'readme' });
  private readonly notices = element('div', { class: 'notice', role: 'status' });
  private readonly status = element('p', { class: 'status', role: 'status' });
  private readonly details = element('div', { class: 'details' });

  constructor(actions: Actions) {
    document.documentElement.lang = texts.language;
    document.title = texts.title;
    document.body.append(
      element('a', { class: 'skip', href: '#work' }, texts.skip),
      element(
        'nav',
        { 'aria-labelledby': 'exercises' },
        element('h2', { id: 'exercises' }, texts.exercises),
        this.progress,
        this.chapters,
      ),
      this.main(actions),
    );
    document.querySelector('.skip')?.addEventListener('click', (event) => {
      event.preventDefault();
      this.editor.querySelector<HTMLElement>('[contenteditable]')?.focus();
    });
  }

  private main(actions: Actions): HTMLElement {
    return element(
      'main',
      {},
      this.title,
      element('details', { class: 'about' }, element('summary', {}, texts.about), this.readme),
      this.notices,
      element('p', { class: 'note', id: 'editor-help' }, texts.editorHelp),
      this.editor,
      element(
        'div',
        { class: 'tools' },
        primary(button(texts.check, actions.check)),
        button(texts.checkChapter, actions.checkChapter),
        button(texts.copyLink, actions.copyLink),
        twice(texts.reset, texts.resetAgain, actions.reset),
      ),
      element(
        'section',
        { class: 'result', 'aria-labelledby': 'result' },
        element('h2', { id: 'result' }, texts.result),
        this.status,
        this.details,
      ),
    );
  }

  showList(list: readonly HTMLElement[], progress: string): void {
    const held = document.activeElement?.closest('nav') ? document.activeElement.getAttribute('href') : null;
    this.chapters.replaceChildren(...list);
    this.progress.textContent = progress;
    if (held !== null) this.chapters.querySelector<HTMLElement>(`a[href="${CSS.escape(held)}"]`)?.focus();
  }

  showItem(chapter: string, item: string): void {
    this.title.replaceChildren(`${chapter}: `, element('code', {}, item));
    document.title = `${item} · ${texts.title}`;
  }

  /** HTML that was made of a README when this page was built. */
  showReadme(html: string): void {
    this.readme.innerHTML = html;
    for (const table of this.readme.querySelectorAll('table, pre')) table.setAttribute('tabindex', '0');
  }

  notice(content: readonly HTMLElement[]): void {
    this.notices.replaceChildren(...content);
  }

  /** Screen readers read it at once. */
  say(text: string, tone = 'plain'): void {
    this.status.textContent = text;
    this.status.dataset.tone = tone;
  }

  show(content: readonly HTMLElement[]): void {
    this.details.replaceChildren(...content);
  }

  clear(): void {
    this.details.replaceChildren();
  }
}

function primary(made: HTMLButtonElement): HTMLButtonElement {
  made.className = 'primary';
  made.setAttribute('aria-keyshortcuts', 'Control+Enter');
  return made;
}

/** What cannot be undone is asked for twice. */
function twice(first: string, second: string, press: () => void): HTMLButtonElement {
  const made = button(first, () => {
    const isSure = made.textContent === second;
    made.textContent = isSure ? first : second;
    if (isSure) press();
  });
  made.addEventListener('blur', () => {
    made.textContent = first;
  });
  return made;
}
