/** Every page for learners is there in Chinese, and has what the English one has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hints } from '../../src/texts/zh/hints.js';
import { laws } from '../../src/texts/zh/laws.js';

const foldersWithPage = (parent: string): readonly string[] =>
  readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, 'README.md')));

const folders = ['.', ...foldersWithPage('exercises'), ...foldersWithPage('curriculum')];

/** What the sections of an exercise's page are called: `learn` looks for them. */
const headings = new Map([
  ['The mathematics', '数学原理'],
  ['A worked example', '算例'],
  ['What you may use', '可以使用'],
  ['Its exercises, in order', '练习顺序'],
  ['Hints', '提示'],
  ['How it is graded', '评分方式'],
]);

interface Section {
  /** With its hashes. */
  readonly heading: string;
  readonly blocks: readonly string[];
  readonly prose: string;
}

const block = /^```[\s\S]*?^```$|(?:^ {4}.*\n)+/gm;

/** A comment in a shell block begins with a hash too: blocks are taken out before the headings are looked for. */
function sectionsOf(page: string): readonly Section[] {
  const blocks = page.match(block) ?? [];
  const prose = page.replace(block, '\0');
  let seen = 0;
  return prose.split(/^(?=#+ )/m).map((text) => {
    const count = text.split('\0').length - 1;
    const own = blocks.slice(seen, seen + count);
    seen += count;
    const [heading = '', ...rest] = text.split('\n');
    return { heading, blocks: own, prose: rest.join('\n') };
  });
}

const read = (folder: string, name: string): string => {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

const han = '\\p{Script=Han}';
const separators = new RegExp(`[\\s${han}，。；：？！、“”（）《》,;:()]+`, 'u');

/** What is not a word of either language: numbers, formulas and operators, without regard to their order. */
const symbolsIn = (text: string): readonly string[] =>
  text
    .split(separators)
    .map((token) => token.replace(/[.?!]$/, ''))
    .filter((token) => !/^[A-Za-z]*(['-][A-Za-z]+)*$/.test(token))
    .toSorted();

const withoutComments = (code: string): string => code.replace(/(\/\/|#) .*$/gm, '').replace(/[ \t]+$/gm, '');

/** What a translation must leave as it is: all of what code prints, code up to its comments, else the symbols. */
function keptOf(text: string, before: string | undefined): string | readonly string[] {
  if (before?.startsWith('```ts')) return text;
  return /^```(ts|sh)/.test(text) ? withoutComments(text) : symbolsIn(text);
}

const inlineCodeIn = ({ prose }: Section): readonly string[] => (prose.match(/`[^`]+`/g) ?? []).toSorted();
const numbersIn = ({ prose }: Section): readonly string[] =>
  (prose.replace(/`[^`]+`|\]\(.*?\)|\b\d-[dD]\b/g, '').match(/\d+(\.\d+)?/g) ?? []).toSorted();
const linesIn = ({ prose }: Section): readonly string[] => prose.match(/^(\||- |\d+\. )/gm) ?? [];
const hintsIn = ({ prose }: Section): readonly string[] =>
  [...prose.matchAll(/<summary>(?:Hint|提示) (\d+)<\/summary>/g)].map(([, number = '']) => number);

/** What `learn` says, too: titles, hints, parts and laws. */
const said = Object.entries({ ...hints, ...laws });

/** The lines of a page without what marks a heading, a list item or a row. */
const plainLinesIn = (page: string): ReadonlySet<string> =>
  new Set(
    page
      .split('\n')
      .map((line) =>
        line.replace(/^(#+ |- |\d+\. `\S+`( ?[(（]`\w+`[)）])?(: |：)|\| `\S+` +\| )| +\|$/g, ''),
      ),
  );

describe.each(folders)('the Chinese page of %s', (folder) => {
  const english = sectionsOf(read(folder, 'README.md'));
  const chinese = sectionsOf(read(folder, 'README.zh.md'));

  it('is there', () => {
    expect(existsSync(join(folder, 'README.zh.md'))).toBe(true);
  });

  it('has the same sections in the same order, and leaves the names of exercises as they are', () => {
    const levels = (sections: readonly Section[]) => sections.map(({ heading }) => /^#*/.exec(heading)?.[0]);
    const names = (sections: readonly Section[]) =>
      sections.map(({ heading }) => heading).filter((heading) => heading.startsWith('### '));
    expect(levels(chinese)).toEqual(levels(english));
    expect(names(chinese)).toEqual(names(english));
  });

  it.skipIf(folder === '.')('calls its sections as every page does', () => {
    const below = (sections: readonly Section[]) =>
      sections.filter(({ heading }) => heading.startsWith('## ')).map(({ heading }) => heading.slice(3));
    expect(below(chinese)).toEqual(below(english).map((heading) => headings.get(heading)));
  });

  it('has as many hints, list items and rows in each section', () => {
    expect(chinese.map(hintsIn)).toEqual(english.map(hintsIn));
    expect(chinese.map(linesIn)).toEqual(english.map(linesIn));
  });

  it('has the code, the numbers and the formulas of every block', () => {
    const all = (sections: readonly Section[]) =>
      sections.map(({ blocks }) => blocks.map((text, index) => keptOf(text, blocks[index - 1])));
    expect(all(chinese)).toEqual(all(english));
  });

  it('has the code and the numbers of every sentence', () => {
    expect(chinese.map(inlineCodeIn)).toEqual(english.map(inlineCodeIn));
    const gone = english.map((section, index) => {
      const own = chinese[index];
      const there = own === undefined ? [] : numbersIn(own);
      return numbersIn(section).filter((number) => !there.includes(number));
    });
    expect(gone.flat()).toEqual([]);
  });

  it.skipIf(folder === '.')('says what learn says in its words', () => {
    const english = plainLinesIn(read(folder, 'README.md'));
    const chinese = plainLinesIn(read(folder, 'README.zh.md'));
    expect(said.filter(([line, words]) => english.has(line) && !chinese.has(words))).toEqual([]);
  });

  it('is punctuated as Chinese is, with a space before and after Latin letters', () => {
    const prose = chinese.map((section) => `${section.heading}\n${section.prose}`).join('\n');
    const wrong = new RegExp(
      `${han}[,.;:?!]|[,.;:?!]${han}|${han}[A-Za-z\\d\`]|[A-Za-z\\d\`]${han}|[，。；：？！、）] [^ |]|\\S [，。；：？！、（）]`,
      'gu',
    );
    expect(prose.match(wrong) ?? []).toEqual([]);
  });
});
