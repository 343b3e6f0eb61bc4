/**
 * Makes the harnesses that run submissions in a page: as bundle.ts does for a process, but without a submission. Where
 * its file belongs, the harness asks its host for what the file exports.
 */
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build, type Plugin, type PluginBuild } from 'esbuild';
import type { Exercise } from '../src/grader/exercises.js';
import { replacedInPage } from './in-page.js';
import { repository } from './repository.js';

const rooms = join(repository, 'src');
const engine = join(rooms, 'engine');
const gradientFree = join(repository, 'dist', 'engine-without-gradients');

/** What the harness depends on: exercises with the same key have the same one. */
export const harnessKey = ({ id, kind }: Pick<Exercise, 'id' | 'kind'>): string =>
  kind === 'function' ? 'function' : id;

/** A module whose default export is a Harness. @param stub the file that is handed out */
export async function harnessOf(exercise: Exercise, stub: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'neutral',
    target: 'es2022',
    absWorkingDir: repository,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'silent',
    plugins: [
      aroundSubmission(
        exercise,
        exercise.kind === 'function' ? [] : await exportsOf(stub),
        await namesOfEngine(),
      ),
    ],
  });
  return `export default (host) => {\n${outputFiles[0]?.text ?? ''}\n};\n`;
}

let engineNames: Promise<readonly string[]> | undefined;

function namesOfEngine(): Promise<readonly string[]> {
  engineNames ??= exportsOf(join(gradientFree, 'index.ts'));
  return engineNames;
}

/** What a module exports at run time. */
async function exportsOf(file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    external: ['backproof/engine'],
    outdir: 'unused',
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}

const entry = 'entry';
const submitted = 'submitted';

function aroundSubmission(
  exercise: Exercise,
  names: readonly string[],
  engineNames: readonly string[],
): Plugin {
  const { kind, sources } = exercise;
  const overlaid = kind === 'function' ? [] : sources.map((source) => join(gradientFree, source));
  return {
    name: 'around-submission',
    setup({ onResolve, onLoad }: PluginBuild) {
      onResolve({ filter: /.*/ }, ({ path, resolveDir, kind: how }) => {
        if (how === 'entry-point') return { path, namespace: entry };
        if (path === submitted) return { path, namespace: submitted };
        const target = sourceOf(resolve(resolveDir, path));
        return overlaid.includes(target)
          ? { path: submitted, namespace: submitted }
          : { path: replacedInPage.get(target) ?? target };
      });
      onLoad({ filter: /.*/, namespace: entry }, () => ({
        contents: kind === 'function' ? functionEntry : `import './grader/child/${kind}.ts';`,
        resolveDir: rooms,
      }));
      onLoad({ filter: /.*/, namespace: submitted }, () => ({
        contents: contentsOf(kind, names, engineNames),
        resolveDir: rooms,
        loader: 'ts',
      }));
    },
  };
}

const functionEntry = `
  import { serveFunction } from './grader/child/function.ts';
  import { written } from '${submitted}';
  serveFunction(written);
`;

/** The engine's names are read when they are used: its files and the submission's import one another. */
function contentsOf(
  kind: Exercise['kind'],
  names: readonly string[],
  engineNames: readonly string[],
): string {
  const imported = engineNames.map((name, index) => `${name} as e${index}`).join(', ');
  const getters = engineNames.map((name, index) => `get ${name}() { return e${index}; }`).join(', ');
  const seal = kind === 'realize' ? '' : `import './grader/child/seal.ts';`;
  return `${seal}
    import { ${imported} } from './engine/index.ts';
    const engine = { ${getters} };
    const load = (name) => {
      if (name === 'backproof/engine') return engine;
      throw new Error(\`"\${name}" cannot be imported; a submission imports backproof/engine\`);
    };
    export const written = host.written(load, ${JSON.stringify(names)});
    ${names.map((name) => `export const ${name} = written.${name};`).join('\n')}`;
}

/** Any import of the engine gets the gradient-free one, whose imports of other rooms are ours. */
function sourceOf(path: string): string {
  const file = path.replace(/\.js$/, '.ts');
  if (isInside(file, engine)) return join(gradientFree, relative(engine, file));
  const caseRoom = join(dirname(gradientFree), 'case');
  return isInside(file, caseRoom) ? join(rooms, 'case', relative(caseRoom, file)) : file;
}

const isInside = (path: string, folder: string): boolean => path.startsWith(folder + sep);
