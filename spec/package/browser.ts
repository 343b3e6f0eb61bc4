/** A program that a page might hold: it checks a wrong rule of its own. Bundled by what pages are bundled with, run without Node. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { build as viteBuild } from 'vite';
import type { Installed } from './installed.js';

const page = `
import { engineImplementation, grad, multiply, Negate, record, tensor } from 'backproof/engine';
import { singleOpCases, space } from 'backproof/generate';
import { chainOf, parseProgram, planOf, pullback, tensorData } from 'backproof/reference';
import { checkLaws, laws } from 'backproof/verify';

class Wrong extends Negate {
  gradient(outGrad) {
    return [outGrad];
  }
}

export async function run() {
  const wrong = engineImplementation({ functions: { negate: ([a]) => record(new Wrong(), [a]) } });
  const { failure } = await checkLaws(wrong, { cases: singleOpCases('negate', space()), laws, runs: 20, seed: 1 });
  const x = tensor([3], { requiresGrad: true });
  const [slope] = grad(multiply(x, x), [x], { outGrad: tensor([1]) });
  const one = (entry) => tensorData('float64', [1], [entry]);
  const program = parseProgram({
    inputs: [{ dtype: 'float64', shape: [1] }],
    steps: [{ op: 'multiply', args: [0, 0] }],
    outputs: [1],
  });
  const [truth] = pullback(chainOf(planOf(program.value), [one(3)]), [one(1)]);
  return [failure?.law.id, failure?.caseId.length, slope.toArray().join(), truth.value[0].toFixed(9)].join(' ');
}
`;

const library = 'mathjs/lib/browser/math.js';

/** Only what every page has. */
const globals = {
  TextEncoder,
  TextDecoder,
  console,
  setTimeout,
  clearTimeout,
  performance,
  URL,
  structuredClone,
};

async function answerOf(script: string): Promise<unknown> {
  const context = createContext({ ...globals });
  return runInContext(`${script};\nchecked.run()`, context);
}

function written({ folder }: Installed): string {
  const file = join(folder, 'page.js');
  writeFileSync(file, page);
  return file;
}

export async function byEsbuild(installed: Installed): Promise<unknown> {
  const { outputFiles } = await build({
    entryPoints: [written(installed)],
    absWorkingDir: installed.folder,
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'checked',
    logLevel: 'silent',
  });
  return answerOf(outputFiles[0]?.text ?? '');
}

export async function byVite(installed: Installed): Promise<unknown> {
  const entry = written(installed);
  const built = await viteBuild({
    root: installed.folder,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      lib: { entry, formats: ['iife'], name: 'checked' },
      // As from a CDN: most of the time would go into reading its one file.
      rollupOptions: { external: [library], output: { globals: { [library]: 'math' } } },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const output = first !== undefined && 'output' in first ? first.output[0] : undefined;
  const cdn = readFileSync(join(installed.folder, 'node_modules', library), 'utf8');
  return answerOf(`${cdn};\n${output?.code ?? ''}`);
}
