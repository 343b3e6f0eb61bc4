/** The texts that say something, with this between them. */
export const joined = (texts: readonly string[], between: string): string =>
  texts.filter((text) => text !== '').join(between);
