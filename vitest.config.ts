import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { laterOptimization } from './src/grader/protection.js';

/**
 * The longest, from ten seconds on, by their time: begun last, one of them would keep a single core busy while the others
 * wait.
 */
const longest = [
  'attacks/attacks',
  'grader/planted',
  'exercises/curriculum',
  'verify/false-alarms',
  'verify/engine',
  'grader/batch',
  'oracle/adapters',
  'generate/biases',
  'grader/grade',
  'grader/starter',
  'right-but-unusual/right',
  'misconceptions/killed',
  'grader/conventions',
  'grader/class',
  'grader/needle-rules',
  'grader/bad-submissions',
  'grader/natural-mistakes',
  'grader/rests-on',
  'oracle/oracle',
  'grader/hostile-class',
  'generate/core',
  'grader/needle',
  'verify/large',
  'misconceptions/name',
  'reference/reference',
  'engine/large-graphs',
  'grader/scale',
  'grader/parts',
  'grader/credit',
  'oracle/broken-adapters',
  'oracle/gradcheck',
  'oracle/functions',
  'generate/long',
  'grader/prints',
  'docs',
  'package/package',
  'verify/blind-spots',
  'oracle/nondeterminism',
  'exercises/projection',
];

/** The rest of what `npm run test:fast` leaves out: from about two seconds on. */
const long = [
  'action',
  'bench/engine',
  'bench/measure',
  'bench/names',
  'cli/audit',
  'cli/fuzz-command-lines',
  'cli/learn',
  'cli/main',
  'cli/pseudo-terminal',
  'corpus/corpus',
  'docs/learn-picture',
  'engine/gradients',
  'engine/kernels/binary',
  'examples/iris',
  'functions/edges',
  'generate/cases',
  'generate/cotangents',
  'generate/domains',
  'grader/bundler',
  'grader/chapters',
  'grader/create-whole',
  'grader/excuse-rule',
  'grader/fuzz-replies',
  'grader/fuzz-submissions',
  'grader/gradient-free',
  'grader/halves',
  'grader/headline',
  'grader/hidden',
  'grader/hints',
  'grader/laws-in-ui',
  'grader/leaks',
  'grader/loading',
  'grader/needle-conventions',
  'grader/own-exercise',
  'grader/own-ops',
  'grader/replay',
  'grader/report-page',
  'grader/reports-formats',
  'grader/sandbox',
  'grader/shares',
  'grader/subtle-mutants',
  'grader/unusual-rules',
  'imports/torch',
  'oracle/leaks',
  'oracle/model',
  'oracle/schema',
  'package/wheel',
  'verify/at-edges',
  'verify/fewest-steps',
  'verify/half',
  'verify/kinks',
];

const specFile = (name: string): string => `spec/${name}.spec.ts`;

const slow = [...longest, ...long].map(specFile);
const gone = slow.filter((file) => !existsSync(file));
if (gone.length > 0) throw new Error(`vitest.config.ts names specs that are not there: ${gone.join(', ')}.`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((name) => moduleId.endsWith(`/${specFile(name)}`));
      return found === -1 ? longest.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  resolve: {
    alias: { 'backproof/engine': fileURLToPath(new URL('src/engine/index.ts', import.meta.url)) },
  },
  test: {
    // Every core: unless told, one is left idle, and on a machine with two that is half the time.
    maxWorkers: '100%',
    setupFiles: 'spec/esbuild-where-it-is.ts',
    // Modules are evaluated once per worker, not once per file; a spec puts back what it changes in its process.
    isolate: false,
    // With room for the young, graphs of 20,000 steps are not copied by every collection. Most code runs a few times:
    // optimized later, as in our commands, the reference takes a third less processor time.
    execArgv: ['--max-semi-space-size=64', ...laterOptimization()],
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'fast', include: ['spec/**/*.spec.ts'], exclude: slow } },
      { extends: true, test: { name: 'slow', include: [...slow, '{playground,site}/spec/*.spec.ts'] } },
    ],
  },
});
