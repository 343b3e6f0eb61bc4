import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, transformSync } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { harnessOf } from '../../../scripts/harnesses.js';
import { inPage } from '../../../scripts/in-page.js';
import { repository } from '../../../scripts/repository.js';
import { courseOf } from '../../../src/grader/course.js';
import { chapterOf } from '../../../src/grader/exercises.js';
import { type Asked, type Checked, check } from '../../../src/grader/page/check.js';
import type { Harness } from '../../../src/grader/page/host.js';
import { en } from '../../../src/texts/index.js';
import { temporaryFolder } from '../../../src/wire/leftovers.js';

const elementwise = exerciseOf('elementwise');
const stub = fileOf('exercises', 'elementwise');
const written = 'return [negate(outGrad)];';

function exerciseOf(id: string) {
  const found = courseOf([id]).exercises.find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no exercise ${id}`);
  return found;
}

function fileOf(folder: string, id: string): string {
  return join(repository, folder, id, `${id}.ts`);
}

async function harnessFor(id: string): Promise<Harness> {
  const text = await harnessOf(exerciseOf(id), fileOf('exercises', chapterOf({ id })));
  const file = join(temporaryFolder(), 'harness.mjs');
  writeFileSync(file, text);
  return (await import(file)).default;
}

/** The stub, with this body for `negate`. */
function withNegate(body: string, above = ''): string {
  const [before, after] = readFileSync(stub, 'utf8').split("throw new NotImplemented('Negate.gradient');");
  return `${before}${body}${after}${above}`;
}

const lineIn = (source: string, line: number | null): string | undefined =>
  source.split('\n')[Number(line) - 1];

describe('the grader in a page', () => {
  let harness: Harness;
  const hung: string[] = [];
  const checked = (source: string, more: Partial<Asked> = {}): Promise<Checked> =>
    check({
      exercise: elementwise,
      part: 'negate',
      source,
      code: transformSync(source, { loader: 'ts', format: 'cjs' }).code,
      harness,
      earlier: undefined,
      waiting: { hung, milliseconds: 2_000, begins: () => {}, over: () => {} },
      texts: en,
      ...more,
    });

  beforeAll(async () => {
    harness = await harnessFor('elementwise');
  });

  it('needs nothing of Node', async () => {
    const { metafile } = await build({
      entryPoints: [join(repository, 'src/grader/page/check.ts')],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'browser',
      format: 'esm',
      external: ['fast-check', 'mathjs'],
      plugins: [inPage],
      logLevel: 'silent',
    });
    const imported = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.map(({ path }) => path),
    );
    expect([...new Set(imported)].sort()).toEqual(['fast-check', 'mathjs/lib/browser/math.js']);
  });

  it('passes a right rule', async () => {
    expect(await checked(withNegate(written))).toMatchObject({
      status: 'passed',
      score: 1,
      maxScore: 1,
      said: '',
    });
  });

  it('says where the stub is to be written', async () => {
    const source = readFileSync(stub, 'utf8');
    const { status, line, hint } = await checked(source);
    expect(status).toBe('not-implemented');
    expect(lineIn(source, line)).toContain('gradient(');
    expect(hint).toMatch(/^Hint 1 of /);
  });

  it('names a mistake, and shows every wrong entry beside the right one', async () => {
    const { status, law, mistake, counterexample } = await checked(withNegate('return [outGrad];'));
    expect({ status, law }).toEqual({ status: 'failed', law: 'the vjp equals JᵀΔ' });
    expect(mistake?.name).toBe('negate-keeps-the-sign');
    const [gradient] = counterexample?.beside ?? [];
    expect(gradient).toMatchObject({
      of: 'gradient',
      name: 'a',
      got: gradient?.expected.map((entry) => -entry),
    });
    expect(gradient?.wrong).toEqual(
      gradient?.expected.flatMap((entry, index) => (entry === 0 ? [] : [index])),
    );
  });

  it('shows what the rule printed, and the line that threw', async () => {
    const body = `console.log('Δ is', outGrad.shape);\n    throw new TypeError('no');`;
    const { status, said, printed, line } = await checked(withNegate(body));
    expect({ status, printed, said }).toEqual({
      status: 'crashed',
      printed: 'Δ is [ 1 ]',
      said: expect.stringContaining('It threw TypeError: no'),
    });
    expect(line).not.toBeNull();
  });

  it('shows a wrong Jacobian as a matrix, without cotangents', async () => {
    const source = readFileSync(fileOf('solutions', 'jacobian'), 'utf8');
    const { said, counterexample } = await checked(
      source.replace('Math.cos(u[i] as number)', 'Math.sin(u[i] as number)'),
      {
        exercise: exerciseOf('jacobian.chain'),
        part: 'jacobian.chain',
        harness: await harnessFor('jacobian.chain'),
      },
    );
    expect(said).toMatch(/^The Jacobian of .* in brackets:\n\nexpected +got\n/s);
    expect(counterexample).toMatchObject({ cotangents: [], beside: [] });
  });

  it('gives up on what an earlier worker never answered', async () => {
    const asked: string[] = [];
    const waiting = {
      hung,
      milliseconds: 2_000,
      begins: (request: string) => asked.push(request),
      over: () => {},
    };
    await checked(withNegate(written), { waiting });
    const again = { ...waiting, hung: asked.slice(0, 1) };
    const { status, said } = await checked(withNegate(written), { waiting: again });
    expect({ status, said }).toEqual({
      status: 'timeout',
      said: 'It gave no answer within 2 s. Is there a loop that does not end?',
    });
  });

  it('says what a file lacks, and what it throws when it is loaded', async () => {
    expect(await checked('export const add = 1;')).toMatchObject({
      status: 'missing',
      said: expect.stringMatching(/^elementwise\/elementwise\.ts does not export "Abs", /),
    });
    expect(await checked(withNegate(written, `\nthrow new Error('at once');`))).toMatchObject({
      status: 'crashed',
      said: expect.stringMatching(/^The file cannot be loaded\. It threw Error: at once/),
    });
  });
});
