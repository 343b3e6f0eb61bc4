/** What a learner reads, in English or Chinese. Chinese is loaded only when it is asked for. */
import { en } from './en.js';
import type { Language } from './language.js';
import type { Texts } from './texts.js';

export { en } from './en.js';
export { isLanguage, type Language, languageOf, languages } from './language.js';
export type { FailureTexts, LearnKey, Texts } from './texts.js';

export const textsIn = async (language: Language): Promise<Texts> =>
  language === 'zh' ? (await import('./zh.js')).zh : en;
