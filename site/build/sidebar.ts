/** What the site shows at its side: every page once, in groups. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, pages, repository } from './links.js';

/** An entry as VitePress takes it: a page, or a group of pages. */
interface Item {
  readonly text: string;
  readonly link?: string;
  readonly items?: Item[];
}

const docs = (...names: readonly string[]): readonly string[] => names.map((name) => `docs/${name}.md`);
const under = (folder: string): readonly string[] => pages.filter((page) => page.startsWith(folder));

const readmes = under('exercises/');

const groups: Readonly<Record<string, readonly string[]>> = {
  Start: ['README.md', ...docs('start/learner', 'start/instructor', 'start/maintainer', 'start/researcher')],
  'Check an engine': docs('protocol', 'adapters', 'models', 'functions', 'ci'),
  'What is checked': docs('laws', 'tolerance', 'misconceptions', 'ops'),
  'Add to it': docs('adding-an-op', 'adding-an-adapter', 'adding-a-misconception', 'adding-an-exercise'),
  Grade: [
    ...docs('assignments', 'grading', 'exercises'),
    ...under('examples/'),
    ...docs('reports', 'scale', 'security'),
  ],
  Measured: docs(
    'measurements',
    'ablation',
    'scoreboard',
    'findings',
    'comparison',
    'kernels',
    'performance',
  ),
  'The engine': [...docs('parity'), ...under('docs/notes/')],
  'The project': ['docs/architecture.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
};

const english = readmes.filter((page) => page.endsWith('/README.md'));
const chinese = ['README.zh.md', ...readmes.filter((page) => page.endsWith('.zh.md'))];

const shown = new Set([...Object.values(groups).flat(), ...english, ...chinese]);
const hidden = pages.filter((page) => !shown.has(page));
const missing = [...shown].filter((page) => !pages.includes(page));
if (hidden.length + missing.length > 0)
  throw new Error(
    `site/build/sidebar.ts must list every page once. It lacks: ${hidden.join(', ') || 'none'}. It lists, but there is not: ${missing.join(', ') || 'none'}.`,
  );

const titleOf = (page: string): string =>
  /^# (.*)$/m.exec(readFileSync(join(repository, page), 'utf8'))?.[1]?.replaceAll('`', '') ?? page;

const itemOf = (page: string): Item => ({ text: titleOf(page), link: addressOf(page) });

/** Groups that fold would be buttons within buttons, and so none folds: exercises and the API have a list of their own. */
export const sidebar: Item[] = Object.entries(groups).map(([text, items]) => ({
  text,
  items: items.map(itemOf),
}));

export const chapters: Item[] = [{ text: 'Exercises', items: english.map(itemOf) }];

export const chineseSidebar: Item[] = [{ text: '开始', items: chinese.map(itemOf) }];

/** Where the exercises can be solved on the page, if `npm run playground:build` has built that. */
export const playground = join(repository, 'playground/dist');
export const hasPlayground: boolean = existsSync(join(playground, 'index.html'));
