/** What the page says, in each language. */
import { isLanguage, type Language } from '../../../src/texts/language.js';
import { en } from './en.js';
import type { Texts } from './texts.js';
import { zh } from './zh.js';

export type { Texts } from './texts.js';

export const textsIn: Readonly<Record<Language, Texts>> = { en, zh };

/** @param wanted as a browser lists them: `zh-CN`. English if the page has none of them. */
export function preferred(wanted: readonly string[]): Language {
  for (const name of wanted) {
    const [language = ''] = name.toLowerCase().split('-');
    if (isLanguage(language)) return language;
  }
  return 'en';
}
