/**
 * Makes one script of harness, gradient-free engine and submission. The submission's file replaces the engine file
 * that the exercise is about. All other rules stay stripped, so one exercise cannot help another, and the script
 * contains no rule of ours. A submission can import only `backproof/engine` and its own files.
 */
import { realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import {
  type BuildOptions,
  build,
  type Message,
  type OnLoadResult,
  type OnResolveArgs,
  type OnResolveResult,
  type Plugin,
} from 'esbuild';
import { gradientFreeEngine } from '../package-root.js';
import { type BundledExercise, type Reply, type Request, submittedFile } from './request.js';
import { isInside, refusal, Sources } from './sources.js';

/** Writes the bundle to `outfile`, or says in a sentence why it cannot, and whose fault that is. */
export async function bundle(request: Request): Promise<Reply> {
  const { exercise, submission, outfile } = request;
  const file = submittedFile(submission, exercise);
  if (!isFile(file)) return { kind: 'missing', why: `There is no file ${display(file)}.` };
  const why = refusal(file, realpathSync(submission));
  if (why !== undefined) return { kind: 'broken', why: `${display(file)}: ${why}` };
  const plugin = new SubmissionPlugin(request, realpathSync(file));
  try {
    const { outputFiles } = await build(optionsOf(request, plugin));
    writeFileSync(outfile, outputFiles[0]?.contents ?? '');
    return { kind: 'bundled' };
  } catch (thrown) {
    const { errors = [] } = thrown as { errors?: readonly Message[] };
    if (plugin.refused.length > 0) return { kind: 'broken', why: plugin.refused.join('\n') };
    if (errors.length > 0) return describeFailure(file, errors, request.rooms);
    return { kind: 'unable', why: `${display(file)} cannot be bundled: ${(thrown as Error).message}` };
  }
}

/** Bundles nearly nothing: if that fails, the submission is not to blame. */
export async function check(outfile: string): Promise<Reply> {
  const { outputFiles } = await build({
    stdin: { contents: 'export {};' },
    write: false,
    bundle: true,
    logLevel: 'silent',
  });
  writeFileSync(outfile, `//${' '.repeat(mostBundled)}\n`);
  writeFileSync(outfile, outputFiles[0]?.contents ?? '');
  return { kind: 'bundled' };
}

/** Room for a bundle of any exercise, so that a full disk is noticed. */
const mostBundled = 1_000_000;

const optionsOf = ({ exercise, outfile, rooms }: Request, { plugin }: SubmissionPlugin) =>
  ({
    stdin: { contents: entry(exercise), resolveDir: rooms },
    outfile,
    // Written here: a full disk must not look like a fault of the submission.
    write: false,
    absWorkingDir: rooms,
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
    plugins: [plugin],
    // Bundled, a file of the submission is an ES module, whatever a package.json next to it says.
    mainFields: [],
    conditions: [],
  }) satisfies BuildOptions;

/** The harness, which takes control of the process before the submission's code runs, and the names that must exist. */
function entry({ kind, sources, functions, ops }: BundledExercise): string {
  const names = kind === 'rules' ? ops.map(camelCase) : functions;
  return `import './grader/child/${kind}.js';\nexport { ${names.join(', ')} } from './engine/${sources[0]}';\n`;
}

const camelCase = (op: string): string => op.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const display = (path: string): string => relative(process.cwd(), path) || path;

/** Resolves every import and loads every file of the submission, instead of esbuild. */
class SubmissionPlugin {
  /** Why files were not read, one sentence per file. */
  readonly refused: string[] = [];
  private readonly ownFolder: string;
  private readonly sources: Sources;
  private readonly overlaid: readonly string[];

  /** @param submitted the submission's file, links followed */
  constructor(
    private readonly request: Request,
    private readonly submitted: string,
  ) {
    this.ownFolder = dirname(submitted);
    this.sources = new Sources(this.ownFolder);
    this.overlaid = request.exercise.sources.map((source) => join(gradientFreeEngine, source));
  }

  get plugin(): Plugin {
    return {
      name: 'submission',
      setup: (esbuild) => {
        esbuild.onResolve({ filter: /.*/ }, (args) => this.resolve(args));
        esbuild.onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => this.load(path));
        esbuild.onLoad({ filter: /.*/, namespace: sealing }, () => ({
          contents: `${importOfSeal(this.request)}export * from ${JSON.stringify(this.submitted)};`,
          resolveDir: this.ownFolder,
        }));
      },
    };
  }

  private resolve({ path, importer, namespace, resolveDir }: OnResolveArgs): OnResolveResult {
    const { submitted, ownFolder } = this;
    if (namespace === sealing) return path === submitted ? { path } : { path: existing(path) };
    if (isInside(importer, ownFolder)) return resolveForSubmission(path, importer, ownFolder);
    const target = existing(toGradientFree(resolve(resolveDir, path), this.request.rooms));
    return this.overlaid.includes(target) ? { path: submitted, namespace: sealing } : { path: target };
  }

  private load(path: string): OnLoadResult | undefined {
    if (!isInside(path, this.ownFolder)) return undefined;
    const source = this.read(path);
    if ('text' in source) return { contents: source.text, loader: 'ts' };
    this.refused.push(`${display(path)}: ${source.why}`);
    return { errors: [{ text: source.why }] };
  }

  private read(path: string): ReturnType<Sources['read']> {
    try {
      return this.sources.read(path);
    } catch (error) {
      return { why: `the file cannot be read (${(error as NodeJS.ErrnoException).code})` };
    }
  }
}

/** What replaces an engine file: the submitted one, after the engine's classes were sealed. */
const sealing = 'sealed';

/** `realize` is loaded before there are classes to seal; for it the harness seals them, before anything is realized. */
const importOfSeal = ({ exercise, rooms }: Request): string =>
  exercise.kind === 'realize' ? '' : `import ${JSON.stringify(join(rooms, 'grader/child/seal.js'))};\n`;

/** Our own rooms import one another by relative paths; any import of the engine gets the gradient-free one. */
function toGradientFree(path: string, rooms: string): string {
  const engine = join(rooms, 'engine');
  if (isInside(path, engine)) return join(gradientFreeEngine, relative(engine, path));
  const caseRoom = join(dirname(gradientFreeEngine), 'case');
  return isInside(path, caseRoom) ? join(rooms, 'case', relative(caseRoom, path)) : path;
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
  if (!isFile(target)) return { errors: [{ text: `there is no file "${path}"` }] };
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

/** How many mistakes are shown; the others appear once these are fixed. */
const mostShown = 20;

function describeFailure(file: string, errors: readonly Message[], rooms: string): Reply {
  const own = dirname(realpathSync(file));
  const inSubmission = errors.filter(
    ({ location }) => location !== null && isInside(resolve(rooms, location.file), own),
  );
  const missing = errors.flatMap((error) =>
    inSubmission.includes(error) ? [] : (missingExport(error) ?? []),
  );
  if (missing.length > 0) {
    const names = [...new Set(missing)].map((name) => `"${name}"`).join(', ');
    return {
      kind: 'missing',
      why: `${display(file)} does not export ${names}. Keep the names that the stub exports: the engine imports them.`,
    };
  }
  const shown = (some: readonly Message[]) =>
    some
      .slice(0, mostShown)
      .map((error) => frame(error, rooms))
      .join('\n\n');
  return inSubmission.length > 0
    ? { kind: 'broken', why: shown(inSubmission) }
    : { kind: 'unable', why: `${display(file)} cannot be bundled: ${shown(errors)}` };
}

const missingExport = ({ text }: Message): string | undefined =>
  /^No matching export in ".*" for import "(.*)"$/.exec(text)?.[1];

/** A longer line is shown up to here, without a mark. */
const mostOfLine = 200;

/** `file:line:column: what`, then the line with a mark under the place. */
function frame(error: Message, rooms: string): string {
  const { text, location } = error;
  if (location === null) return text.slice(0, 1_000);
  const { file, line, column, length, lineText } = location;
  const name = missingExport(error);
  const what = name === undefined ? text : `"${name}" is not exported by the file it is imported from`;
  const place = `${display(resolve(rooms, file))}:${line}:${column + 1}: ${what.slice(0, 1_000)}`;
  const number = String(line);
  if (lineText.length > mostOfLine) return `${place}\n  ${number} │ ${lineText.slice(0, mostOfLine)}…`;
  const mark = ' '.repeat(column) + '^'.repeat(Math.max(1, Math.min(length, lineText.length - column)));
  return [place, `  ${number} │ ${lineText}`, `  ${' '.repeat(number.length)} │ ${mark}`].join('\n');
}
