/**
 * One script of harness, gradient-free engine and submission. The submission's file takes the place of the
 * engine file it is an exercise on; all other rules stay stripped, so one exercise cannot help another, and
 * no rule of ours is in the script at all. Nothing but `backproof/engine` and its own files can be imported.
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build, type Message, type OnResolveArgs, type OnResolveResult, type Plugin } from 'esbuild';
import type { Exercise } from './exercises.js';
import { gradientFreeEngine, roomsFolder } from './package-root.js';
import { SetupError } from './setup-error.js';

export type Bundled =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'missing'; readonly why: string }
  | { readonly kind: 'broken'; readonly why: string };

/** Where a submission keeps the file of an exercise. */
export const submittedFile = (submission: string, exercise: Exercise): string =>
  join(submission, exercise.id, `${exercise.id}.ts`);

/**
 * Writes the bundle to `outfile`, or says in a sentence why it cannot.
 * @throws {SetupError} when it is not the submission's fault.
 */
export async function bundle(exercise: Exercise, submission: string, outfile: string): Promise<Bundled> {
  const file = submittedFile(submission, exercise);
  if (!isFile(file)) return { kind: 'missing', why: `There is no file ${display(file)}.` };
  const why = refusal(file, realpathSync(submission));
  if (why !== undefined) return { kind: 'broken', why: `${display(file)}: ${why}` };
  try {
    await build({
      stdin: { contents: entry(exercise), resolveDir: roomsFolder },
      outfile,
      absWorkingDir: roomsFolder,
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      target: 'es2022',
      sourcemap: 'inline',
      sourcesContent: false,
      // `import(…)` of a computed name would reach Node's modules; without it, it throws.
      supported: { 'dynamic-import': false },
      // Given here so that no tsconfig.json of a submission is read.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      logLevel: 'silent',
      plugins: [resolveImports(exercise, realpathSync(file))],
      // Bundled, a file of the submission is an ES module whatever a package.json beside it says.
      mainFields: [],
      conditions: [],
    });
    return { kind: 'bundled' };
  } catch (thrown) {
    const { errors = [] } = thrown as { errors?: readonly Message[] };
    if (errors.length > 0) return describeFailure(file, errors);
    throw new SetupError(`${display(file)} cannot be bundled: ${(thrown as Error).message}`);
  }
}

/** Far more than anyone types. */
const mostBytes = 1_000_000;

/** Why a file of a submission is not read, for all that its folder holds. */
function refusal(file: string, folder: string): string | undefined {
  if (!isInside(realpathSync(file), folder))
    return 'the file lies outside the folder; a link is not followed';
  const { size } = statSync(file);
  return size > mostBytes
    ? `the file has ${size} bytes, and ${mostBytes} are the most that is read`
    : undefined;
}

/** The harness, which takes hold of the process before anything of the submission runs; and the names that must be there. */
function entry({ kind, sources, functions, ops }: Exercise): string {
  const names = kind === 'rules' ? ops.map(camelCase) : functions;
  return `import './grader/child/${kind}.js';\nexport { ${names.join(', ')} } from './engine/${sources[0]}';\n`;
}

const camelCase = (op: string): string => op.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const display = (path: string): string => relative(process.cwd(), path) || path;

const isInside = (path: string, folder: string): boolean => path.startsWith(folder + sep);

function resolveImports(exercise: Exercise, submitted: string): Plugin {
  const ownFolder = dirname(submitted);
  const overlaid = exercise.sources.map((source) => join(gradientFreeEngine, source));
  const resolvePath = ({ path, importer, namespace, resolveDir }: OnResolveArgs): OnResolveResult => {
    if (namespace === sealing) return path === submitted ? { path } : { path: existing(path) };
    if (isInside(importer, ownFolder)) return resolveForSubmission(path, importer, ownFolder);
    const target = existing(toGradientFree(resolve(resolveDir, path)));
    return overlaid.includes(target) ? { path: submitted, namespace: sealing } : { path: target };
  };
  return {
    name: 'submission',
    setup(esbuild) {
      esbuild.onResolve({ filter: /.*/ }, resolvePath);
      esbuild.onLoad({ filter: /\.[jt]s$/, namespace: 'file' }, ({ path }) =>
        isInside(path, ownFolder) ? { contents: withoutSourceMap(path), loader: 'ts' } : undefined,
      );
      esbuild.onLoad({ filter: /.*/, namespace: sealing }, () => ({
        contents: `${importOfSeal(exercise)}export * from ${JSON.stringify(submitted)};`,
        resolveDir: ownFolder,
      }));
    },
  };
}

/** A comment that names a source map would have any file read, and shown in the complaint that it is none. */
const withoutSourceMap = (path: string): string =>
  readFileSync(path, 'utf8').replaceAll('sourceMappingURL', 'source map');

/** What stands in for an engine file: the submitted one, after the engine's classes were sealed. */
const sealing = 'sealed';

/** `realize` is loaded before there are classes to seal: there the harness does it, before anything is realized. */
const importOfSeal = ({ kind }: Exercise): string =>
  kind === 'realize' ? '' : `import ${JSON.stringify(join(roomsFolder, 'grader/child/seal.js'))};\n`;

/** Our own rooms import one another relatively; whatever means the engine gets the gradient-free one. */
function toGradientFree(path: string): string {
  const engine = join(roomsFolder, 'engine');
  if (isInside(path, engine)) return join(gradientFreeEngine, relative(engine, path));
  const program = join(dirname(gradientFreeEngine), 'program');
  return isInside(path, program) ? join(roomsFolder, 'program', relative(program, path)) : path;
}

function resolveForSubmission(path: string, importer: string, ownFolder: string): OnResolveResult {
  if (path === 'backproof/engine') return { path: join(gradientFreeEngine, 'index.ts') };
  if (!path.startsWith('.')) {
    return {
      errors: [
        { text: `"${path}" cannot be imported; a submission imports backproof/engine and its own files` },
      ],
    };
  }
  const target = existing(resolve(dirname(importer), path));
  if (!existsSync(target)) return { errors: [{ text: `there is no file "${path}"` }] };
  if (!isInside(realpathSync(target), ownFolder)) {
    return { errors: [{ text: `"${path}" lies outside the folder of the exercise and cannot be imported` }] };
  }
  const why = refusal(target, ownFolder);
  if (why !== undefined) return { errors: [{ text: `"${path}" cannot be imported: ${why}` }] };
  return { path: realpathSync(target) };
}

/** The file that an import means: `.js` may stand for the TypeScript source, and an ending may be left out. */
function existing(path: string): string {
  const source = path.replace(/\.js$/, '.ts');
  return [source, path, `${path}.ts`, `${path}.js`].find(isFile) ?? path;
}

function describeFailure(file: string, errors: readonly Message[]): Bundled {
  const missing = errors.flatMap((error) =>
    isInSubmission(error, file) ? [] : (missingExport(error) ?? []),
  );
  if (missing.length > 0) {
    const names = [...new Set(missing)].map((name) => `"${name}"`).join(', ');
    return {
      kind: 'missing',
      why: `${display(file)} does not export ${names}. Keep the names that the stub exports: the engine imports them.`,
    };
  }
  return { kind: 'broken', why: errors.map(frame).join('\n\n') };
}

const missingExport = ({ text }: Message): string | undefined =>
  /^No matching export in ".*" for import "(.*)"$/.exec(text)?.[1];

const isInSubmission = ({ location }: Message, file: string): boolean =>
  location !== null && isInside(resolve(roomsFolder, location.file), dirname(realpathSync(file)));

/** `file:line:column: what`, then the line with a mark under the place. */
function frame(error: Message): string {
  const { text, location } = error;
  if (location === null) return text;
  const { file, line, column, length, lineText } = location;
  const name = missingExport(error);
  const what = name === undefined ? text : `"${name}" is not exported by the file it is imported from`;
  const mark = ' '.repeat(column) + '^'.repeat(Math.max(1, Math.min(length, lineText.length - column)));
  const number = String(line);
  return [
    `${display(resolve(roomsFolder, file))}:${line}:${column + 1}: ${what}`,
    `  ${number} │ ${lineText}`,
    `  ${' '.repeat(number.length)} │ ${mark}`,
  ].join('\n');
}
