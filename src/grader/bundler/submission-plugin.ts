/** Which file each import of a bundle means: the submission's own, or one of the engine without gradients. */
import { realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { OnLoadResult, OnResolveArgs, OnResolveResult, PluginBuild } from 'esbuild';
import { gradientFreeEngine } from '../package-root.js';
import { display, isFile } from './paths.js';
import type { Request } from './request.js';
import { isInside, refusal, Sources } from './sources.js';

/** Resolves every import and loads every file of the submission, instead of esbuild. */
export class SubmissionPlugin {
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
    const { kind, sources } = request.exercise;
    // The function of an instructor's exercise replaces no file of the engine.
    this.overlaid =
      kind === 'function' ? [submitted] : sources.map((source) => join(gradientFreeEngine, source));
  }

  resolve({ path, importer, namespace, resolveDir, kind }: OnResolveArgs): OnResolveResult {
    const { submitted, ownFolder } = this;
    if (kind === 'entry-point') return { path, namespace: entryPoint };
    if (namespace === sealing) return path === submitted ? { path } : { path: existing(path) };
    if (isInside(importer, ownFolder)) return resolveForSubmission(path, importer, ownFolder);
    const target = existing(toGradientFree(resolve(resolveDir, path), this.request.rooms));
    return this.overlaid.includes(target) ? { path: submitted, namespace: sealing } : { path: target };
  }

  /** The harness, which takes control of the process before the submission's code runs, and the names that must exist. */
  get entry(): OnLoadResult {
    const { kind, sources, functions, ops } = this.request.exercise;
    if (kind === 'function') return this.entryOfFunction;
    const names = kind === 'rules' ? ops.map(camelCase) : functions;
    const exported = `export { ${names.join(', ')} } from './engine/${sources[0]}';\n`;
    return { contents: `import './grader/child/${kind}.js';\n${exported}`, resolveDir: this.request.rooms };
  }

  /** A function that a chapter lacks costs its own exercise alone; where there is only one, bundling finds it. */
  private get entryOfFunction(): OnLoadResult {
    const { functions, isChapter } = this.request.exercise;
    const [name] = functions;
    const contents = [
      `import { serveFunction } from './grader/child/function.js';`,
      `import ${isChapter ? '* as written' : `{ ${name} }`} from ${JSON.stringify(this.submitted)};`,
      `serveFunction(${isChapter ? 'written' : `{ ${name} }`});\n`,
    ].join('\n');
    return { contents, resolveDir: this.request.rooms };
  }

  /** What replaces an engine file: the submitted one, after the engine's classes were sealed. */
  get sealed(): OnLoadResult {
    return {
      contents: `${importOfSeal(this.request)}export * from ${JSON.stringify(this.submitted)};`,
      resolveDir: this.ownFolder,
    };
  }

  load(path: string): OnLoadResult | undefined {
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

/** For one build after another. @param plugin the one of the submission that is bundled now */
export function setUp({ onResolve, onLoad }: PluginBuild, plugin: () => SubmissionPlugin): void {
  onResolve({ filter: /.*/ }, (args) => plugin().resolve(args));
  onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => plugin().load(path));
  onLoad({ filter: /.*/, namespace: entryPoint }, () => plugin().entry);
  onLoad({ filter: /.*/, namespace: sealing }, () => plugin().sealed);
}

export const entryPoint = 'entry';
const sealing = 'sealed';

const camelCase = (op: string): string => op.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

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
