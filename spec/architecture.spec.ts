import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../src');

/** Which rooms each room may enter; docs/architecture.md draws the same arrows. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  formats: [],
  texts: ['formats', 'case'],
  case: [],
  engine: ['case'],
  reference: ['case'],
  generate: ['case'],
  imports: ['case'],
  verify: ['case', 'reference', 'texts'],
  misconceptions: ['case', 'engine', 'generate', 'reference', 'verify'],
  functions: ['case', 'engine', 'verify'],
  testing: ['case', 'functions', 'generate', 'verify'],
  wire: ['case'],
  pictures: ['case', 'engine', 'formats'],
  grader: [
    'texts',
    'wire',
    'formats',
    'pictures',
    'case',
    'engine',
    'generate',
    'reference',
    'verify',
    'misconceptions',
    'functions',
    'teach',
    'oracle',
  ],
  oracle: [
    'wire',
    'formats',
    'case',
    'imports',
    'engine',
    'generate',
    'reference',
    'verify',
    'misconceptions',
    'functions',
  ],
  teach: ['formats', 'case', 'reference', 'texts', 'verify'],
  learn: ['formats', 'texts', 'case', 'misconceptions', 'verify', 'teach', 'grader'],
  api: [
    'case',
    'engine',
    'functions',
    'generate',
    'grader',
    'misconceptions',
    'oracle',
    'pictures',
    'reference',
    'testing',
    'verify',
  ],
  cli: [
    'texts',
    'learn',
    'wire',
    'formats',
    'case',
    'engine',
    'generate',
    'reference',
    'verify',
    'misconceptions',
    'functions',
    'grader',
    'oracle',
  ],
};

/** The same within the engine. `top` is the files beside index.ts, which no room enters. */
const engineArrows: Readonly<Record<string, readonly string[]>> = {
  top: ['tensor', 'autograd', 'ops', 'lazy'],
  kernels: ['tensor'],
  tensor: ['kernels', 'autograd'],
  autograd: ['tensor', 'ops'],
  ops: ['tensor', 'autograd', 'kernels'],
  init: ['tensor'],
  lazy: ['tensor', 'autograd', 'ops', 'kernels'],
  nn: ['tensor', 'autograd', 'ops', 'init'],
  optim: ['tensor', 'autograd', 'ops'],
  data: ['tensor'],
  inspect: ['tensor', 'autograd', 'ops', 'nn'],
};

interface Import {
  readonly from: string;
  readonly to: string;
  /** Types are gone at run time, and may refer to each other. */
  readonly typeOnly: boolean;
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /(?<!\.d)\.ts$/.test(path),
);

const imports: readonly Import[] = files.flatMap((from) =>
  [
    ...readFileSync(join(root, from), 'utf8').matchAll(
      /^(import type|import|export)[^;]*?from\s*'(\.[^'$]+)'/gms,
    ),
  ].map(([, kind, target = '']) => ({
    typeOnly: kind === 'import type',
    from,
    to: relative(root, resolve(root, dirname(from), target)).replace(/\.js$/, '.ts'),
  })),
);

const roomOf = (path: string): string | undefined => (path.includes('/') ? path.split('/')[0] : undefined);

describe('the rooms', () => {
  it('are those of the architecture', () => {
    expect([...new Set(files.flatMap((file) => roomOf(file) ?? []))].sort()).toEqual(
      Object.keys(arrows).sort(),
    );
  });

  it.each(Object.keys(arrows))('%s enters only the rooms that it may', (room) => {
    const wrong = imports
      .filter(({ from, to }) => roomOf(from) === room && roomOf(to) !== room)
      .filter(({ to }) => !arrows[room]?.includes(roomOf(to) ?? ''))
      .map(
        ({ from, to }) =>
          `src/${from} imports src/${to}, but ${room} may enter only: ${arrows[room]?.join(', ') || 'none'}`,
      );
    expect(wrong).toEqual([]);
  });

  it('hold every import: each names a file that exists', () => {
    const known = new Set(files);
    expect(
      imports
        .filter(({ to }) => !known.has(to) && !to.startsWith('..'))
        .map(({ from, to }) => `${from} → ${to}`),
    ).toEqual([]);
  });
});

describe('the rooms of the engine', () => {
  const roomOfEngine = (path: string): string | undefined => {
    const [engine, room, file] = path.split('/');
    if (engine !== 'engine' || room === 'index.ts') return undefined;
    return file === undefined ? 'top' : room;
  };

  it('are those of the architecture', () => {
    expect([...new Set(files.flatMap((file) => roomOfEngine(file) ?? []))].sort()).toEqual(
      Object.keys(engineArrows).sort(),
    );
  });

  it.each(Object.keys(engineArrows))('%s enters only the rooms that it may', (room) => {
    const allowed = [room, ...(engineArrows[room] ?? [])];
    const wrong = imports.filter(({ from, to }) => {
      const entered = roomOfEngine(to);
      return roomOfEngine(from) === room && entered !== undefined && !allowed.includes(entered);
    });
    expect(wrong).toEqual([]);
  });
});

describe('imports', () => {
  it('go round in no circle', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports) {
      if (!typeOnly) edges.set(from, [...(edges.get(from) ?? []), to]);
    }
    const done = new Set<string>();
    const circle = (file: string, path: readonly string[]): readonly string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const next of edges.get(file) ?? []) {
        const found = circle(next, [...path, file]);
        if (found !== undefined) return found;
      }
      done.add(file);
      return undefined;
    };
    const found = files.map((file) => circle(file, [])).find((each) => each !== undefined);
    expect(found?.join(' → ')).toBeUndefined();
  });
});

describe('a harness', () => {
  it.each(['rules', 'backward', 'realize', 'function'])(
    'of %s is locked down before anything else is imported',
    (kind) => {
      const source = readFileSync(join(root, 'grader/child', `${kind}.ts`), 'utf8');
      expect(/^import\b.*/m.exec(source)?.[0]).toBe("import './lockdown.js';");
    },
  );
});
