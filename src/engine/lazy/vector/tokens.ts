/** The words of a piece of JavaScript. */

const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const word =
  /[A-Za-z_$][\w$]*|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?![\w$.])|\+\+|--|\*\*|=>|===|!==|<=|>=|&&|\|\||[-+*/<>()?:!.,;{}=]/y;

/** What is none of the few words that formulas are made of. */
export class Unknown extends Error {}

/** @throws {Unknown} */
export function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  for (read(blank); at < text.length; read(blank)) {
    const token = read(word);
    if (token === undefined) throw new Unknown(text.slice(at, at + 20));
    tokens.push(token);
  }
  return tokens;
}
