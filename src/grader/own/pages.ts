/** Whether the pages of a folder hold together: a page in another language has what the English one has, and links lead somewhere. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { anchorOf } from '../../formats/anchor.js';
import { languages } from '../../texts/index.js';
import type { Exercise } from '../exercises.js';
import { hintsOn, pageName, readmeOf } from './load.js';

/** What is wrong with one page; empty if nothing is. */
export interface PageProblems {
  readonly page: string;
  readonly problems: readonly string[];
}

/** Of each page that is there, the English one first. @param exercises those of one folder */
export function pageProblems(folder: string, exercises: readonly Exercise[]): readonly PageProblems[] {
  const english = readmeOf(folder);
  return languages.flatMap((language) => {
    const text = readmeOf(folder, language);
    if (text === '' && language !== 'en') return [];
    const own = [...titleProblems(text), ...linkProblems(folder, text)];
    const beside = language === 'en' ? [] : differences(english, text, exercises);
    return [{ page: pageName(language), problems: [...own, ...beside] }];
  });
}

const titleProblems = (text: string): readonly string[] =>
  /^# \S/m.test(text) ? [] : ['it has no title: begin it with a line such as # Swish'];

/** Where something is only in one of two pages, a learner of one language is told less. */
function differences(english: string, text: string, exercises: readonly Exercise[]): readonly string[] {
  const [wanted, got] = [codeIn(english), codeIn(text)];
  const other = wanted.findIndex((code, index) => code !== got[index]);
  return [
    ...(wanted.length === got.length
      ? []
      : [`it has ${got.length} blocks of code, and README.md has ${wanted.length}`]),
    ...(other === -1 || other >= got.length
      ? []
      : [`block ${other + 1} of its code is not that of README.md; only comments may differ`]),
    ...exercises.flatMap(({ own }) => {
      const [right, here] = [hintsOn(english, own?.entry).length, hintsOn(text, own?.entry).length];
      const where = own?.entry === undefined ? '' : `, below ### ${own.entry}`;
      return right === here
        ? []
        : [
            `it has ${here} hints${where}, and README.md has ${right}: learners are then shown the English ones`,
          ];
    }),
  ];
}

/** Blocks of code, without comments, which may be translated; of what code prints, only that it is there. */
const codeIn = (text: string): readonly string[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) =>
    /^(ts|js|py|python|sh)$/.test(language)
      ? code.replace(/(\/\/|#) .*$/gm, '').replace(/[ \t]+$/gm, '')
      : language,
  );

/** Links to files of the folder, and to headings of the page. */
function linkProblems(folder: string, text: string): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```$|`[^`\n]*`/gm, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const anchors = new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));
  return targets.filter((target) => !leads(target)).map((target) => `the link to ${target} leads nowhere`);

  function leads(target: string): boolean {
    if (/^[a-z]+:/i.test(target)) return true;
    const [path = '', anchor = ''] = decodeURI(target).split('#');
    return path === '' ? anchors.has(anchor) : existsSync(join(folder, path));
  }
}
