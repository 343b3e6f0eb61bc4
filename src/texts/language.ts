/** Which language a learner reads. */

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (name: string): name is Language => languages.some((each) => each === name);

/**
 * The language of the machine, as POSIX looks for it: LC_ALL, LC_MESSAGES, LANG, the first that is not empty.
 * @returns English unless it begins with zh
 */
export function languageOf({
  LC_ALL,
  LC_MESSAGES,
  LANG,
}: Readonly<Record<string, string | undefined>>): Language {
  const name = LC_ALL || LC_MESSAGES || LANG || '';
  return /^zh(?![a-z])/i.test(name) ? 'zh' : 'en';
}
