/** The list of chapters and their exercises, with what passed. */
import chapters from 'virtual:chapters';
import { addressOf } from './address.js';
import { type Chapter, nameOf } from './course.js';
import { element } from './element.js';
import type { Saved } from './saved.js';
import type { Texts } from './texts/index.js';

export const allItems = chapters.flatMap(({ items }) => items);

/** @param current the name of the exercise that is shown */
export function listOf(saved: Saved, current: string, texts: Texts): HTMLElement[] {
  return chapters.map((chapter) => {
    const isOpen = chapter.items.some((item) => nameOf(item) === current);
    const passed = chapter.items.filter((item) => saved.isPassed(nameOf(item))).length;
    const count = element('small', {}, texts.progress(passed, chapter.items.length));
    return element(
      'details',
      { open: isOpen ? '' : undefined },
      element('summary', {}, `${chapter.titles[texts.language]} `, count),
      element('ul', {}, ...itemsOf(chapter, saved, current, texts)),
    );
  });
}

const itemsOf = ({ items }: Chapter, saved: Saved, current: string, texts: Texts): HTMLElement[] =>
  items.map((item) => {
    const name = nameOf(item);
    const passed = saved.isPassed(name);
    return element(
      'li',
      {},
      element(
        'a',
        { href: addressOf(name), 'aria-current': name === current ? 'true' : undefined },
        element('span', { class: 'mark', 'aria-hidden': 'true' }, passed ? '✓' : '·'),
        element('code', {}, item.label),
        element('span', { class: 'unseen' }, passed ? texts.passed : texts.notPassed),
      ),
    );
  });
