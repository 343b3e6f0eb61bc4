/** The elements of the page, and what is put into them. */
import { isLanguage, type Language } from '../../src/texts/language.js';
import { button, element } from './element.js';
import { type Texts, textsIn } from './texts/index.js';

interface Actions {
  check(): void;
  checkChapter(): void;
  copyLink(): void;
  reset(): void;
  speak(language: Language): void;
}

/** Gives an element its words. */
type Speaks = (texts: Texts) => void;

export class Layout {
  readonly editor = element('div', { class: 'editor', id: 'work' });
  private readonly chapters = element('div');
  private readonly progress = element('p', { class: 'note' });
  private readonly title = element('h1');
  private readonly readme = element('div', { class: 'readme' });
  private readonly notices = element('div', { class: 'notice', role: 'status' });
  private readonly status = element('p', { class: 'status', role: 'status' });
  private readonly details = element('div', { class: 'details' });
  private readonly speaking: Speaks[] = [];

  constructor(texts: Texts, actions: Actions) {
    document.body.append(
      this.saying(element('a', { class: 'skip', href: '#work' }), ({ skip }) => skip),
      element(
        'nav',
        { 'aria-labelledby': 'exercises' },
        this.languages(texts.language, actions),
        this.saying(element('h2', { id: 'exercises' }), ({ exercises }) => exercises),
        this.progress,
        this.chapters,
      ),
      this.main(actions),
    );
    document.querySelector('.skip')?.addEventListener('click', (event) => {
      event.preventDefault();
      this.editor.querySelector<HTMLElement>('[contenteditable]')?.focus();
    });
    this.speak(texts);
  }

  /** All that stays on the page, in another language. What is put into it is not this class's to say. */
  speak(texts: Texts): void {
    document.documentElement.lang = texts.lang;
    for (const speaks of this.speaking) speaks(texts);
  }

  private saying<E extends HTMLElement>(made: E, text: (texts: Texts) => string): E {
    this.speaking.push((texts) => {
      made.textContent = text(texts);
    });
    return made;
  }

  /** Each by its own name: who is shown a language that they do not read finds theirs. */
  private languages(current: Language, { speak }: Actions): HTMLElement {
    const options = Object.values(textsIn).map(({ language, lang, languageName }) =>
      element(
        'option',
        { value: language, lang, selected: language === current ? '' : undefined },
        languageName,
      ),
    );
    const select = element('select', { id: 'language' }, ...options);
    select.addEventListener('change', () => {
      if (isLanguage(select.value)) speak(select.value);
    });
    const label = this.saying(element('label', { for: 'language' }), ({ chooseLanguage }) => chooseLanguage);
    return element('p', { class: 'language' }, label, ' ', select);
  }

  private main({ check, checkChapter, copyLink, reset }: Actions): HTMLElement {
    return element(
      'main',
      {},
      this.title,
      element(
        'details',
        { class: 'about' },
        this.saying(element('summary'), ({ about }) => about),
        this.readme,
      ),
      this.notices,
      this.saying(element('p', { class: 'note', id: 'editor-help' }), ({ editorHelp }) => editorHelp),
      this.editor,
      element(
        'div',
        { class: 'tools' },
        primary(this.saying(button('', check), (texts) => texts.check)),
        this.saying(button('', checkChapter), (texts) => texts.checkChapter),
        this.saying(button('', copyLink), (texts) => texts.copyLink),
        this.twice(reset),
      ),
      element(
        'section',
        { class: 'result', 'aria-labelledby': 'result' },
        this.saying(element('h2', { id: 'result' }), ({ result }) => result),
        this.status,
        this.details,
      ),
    );
  }

  /** What cannot be undone is asked for twice. */
  private twice(press: () => void): HTMLButtonElement {
    let isSure = false;
    let words: Texts | undefined;
    const ask = (again: boolean): void => {
      isSure = again;
      made.textContent = (again ? words?.resetAgain : words?.reset) ?? '';
    };
    const made = button('', () => {
      const wasSure = isSure;
      ask(!wasSure);
      if (wasSure) press();
    });
    made.addEventListener('blur', () => ask(false));
    this.speaking.push((texts) => {
      words = texts;
      ask(false);
    });
    return made;
  }

  showList(list: readonly HTMLElement[], progress: string): void {
    const held = document.activeElement?.closest('nav') ? document.activeElement.getAttribute('href') : null;
    this.chapters.replaceChildren(...list);
    this.progress.textContent = progress;
    if (held !== null) this.chapters.querySelector<HTMLElement>(`a[href="${CSS.escape(held)}"]`)?.focus();
  }

  showItem(chapter: string, item: string, texts: Texts): void {
    this.title.replaceChildren(texts.heading(chapter), element('code', {}, item));
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
