/**
 * Makes one script of harness, gradient-free engine and submission. The submission's file replaces the engine file
 * that the exercise is about. All other rules stay stripped, so one exercise cannot help another, and the script
 * contains no rule of ours. A submission can import only `backproof/engine` and its own files.
 */
import { realpathSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type BuildContext, type BuildOptions, build, context, type Message } from 'esbuild';
import { describeFailure } from './describe-failure.js';
import { display, isFile } from './paths.js';
import { type Reply, type Request, submittedFile } from './request.js';
import { refusal } from './sources.js';
import { entryPoint, SubmissionPlugin, setUp } from './submission-plugin.js';

/** Writes the bundle to `outfile`, or says in a sentence why it cannot, and whose fault that is. */
export async function bundle(request: Request): Promise<Reply> {
  const { exercise, submission, outfile } = request;
  const file = submittedFile(submission, exercise);
  if (!isFile(file)) return { kind: 'missing', why: `There is no file ${display(file)}.` };
  const why = refusal(file, realpathSync(submission));
  if (why !== undefined) return { kind: 'broken', why: `${display(file)}: ${why}` };
  const plugin = new SubmissionPlugin(request, realpathSync(file));
  try {
    current = plugin;
    building ??= context(optionsOf(request.rooms));
    const { outputFiles } = await (await building).rebuild();
    writeFileSync(outfile, outputFiles?.[0]?.contents ?? '');
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

/** The engine's files are parsed once for all exercises that this process bundles, one after the other. */
let building: Promise<BuildContext> | undefined;
let current: SubmissionPlugin;

const optionsOf = (rooms: string) =>
  ({
    entryPoints: [entryPoint],
    outfile: 'bundle.mjs',
    // Wherever the bundle is written, its source map names files from here on.
    sourceRoot: `${pathToFileURL(rooms).href}/`,
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
    plugins: [{ name: 'submission', setup: (esbuild) => setUp(esbuild, () => current) }],
    // Bundled, a file of the submission is an ES module, whatever a package.json next to it says.
    mainFields: [],
    conditions: [],
  }) satisfies BuildOptions;
