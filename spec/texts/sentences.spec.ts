import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hints } from '../../src/texts/zh/hints.js';
import { laws } from '../../src/texts/zh/laws.js';
import { misconceptions } from '../../src/texts/zh/misconceptions.js';

const zh = fileURLToPath(new URL('../../src/texts/zh/', import.meta.url));

/** The sentences of one file, by their English. */
async function sentencesIn(path: string): Promise<[string, string][]> {
  const module: unknown = await import(`${zh}${path}`);
  return Object.values(Object(module)).flatMap((each) => Object.entries(Object(each)).map(pair));
}

const pair = ([english, chinese]: [string, unknown]): [string, string] => [english, String(chinese)];

const files = ['misconceptions', 'chapters'].flatMap((folder) =>
  readdirSync(`${zh}${folder}`).map((file) => `${folder}/${file}`),
);
const known = (await Promise.all(files.map(sentencesIn))).flat();
const sentences = [...known, ...Object.entries(hints), ...Object.entries(laws)];

const wrong = (isWrong: (english: string, chinese: string) => boolean): [string, string][] =>
  sentences.filter(([english, chinese]) => isWrong(english, chinese));

/** Words with digits, formulas or code in them; a plural is that of its code. */
const codeIn = (english: string): readonly string[] =>
  (english.match(/`[^`]*`|[^\s`]+/g) ?? [])
    .map((word) => word.replace(/[,.;:?]+$/, '').replace(/^outGrads$/, 'outGrad'))
    .filter((word) => /[\d`·=|/√½∂ΣΔδσφΦτᵀ²³⁰-ₜ⟨∞−]|outGrad/.test(word) && !/^(0-d|size-1)$/.test(word));

const han = '\\p{Script=Han}';

describe('the Chinese of fixed sentences', () => {
  it('has each sentence once', () => {
    const english = sentences.map(([each]) => each);
    expect(english.filter((each, at) => english.indexOf(each) !== at)).toEqual([]);
    expect(Object.keys(misconceptions).sort()).toEqual(known.map(([each]) => each).sort());
  });

  it('keeps code, formulas and numbers as they are', () => {
    expect(wrong((english, chinese) => codeIn(english).some((code) => !chinese.includes(code)))).toEqual([]);
  });

  it('ends as the English does', () => {
    const ends = (text: string) => /[.?。？]$/.test(text);
    expect(wrong((english, chinese) => ends(english) !== ends(chinese))).toEqual([]);
  });

  it('has full-width punctuation', () => {
    const halfWidth = new RegExp(`${han}[,;:?!.()]|[,;:?!.]${han}`, 'u');
    expect(wrong((_, chinese) => halfWidth.test(chinese))).toEqual([]);
  });

  it('has a space between Chinese and Latin, and none beside full-width punctuation', () => {
    const latin = '[A-Za-z0-9`|√∂ΔΣσφΦτ⟨⟩±−½]';
    const close = new RegExp(`${han}${latin}|${latin}${han}|[，。：；？（）、] | [，。：；？（）、]`, 'u');
    expect(wrong((_, chinese) => close.test(chinese))).toEqual([]);
  });
});
