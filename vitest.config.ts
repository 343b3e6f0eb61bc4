import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { laterOptimization } from './src/grader/protection.js';

/** The longest, from half a minute on: begun last, one of them would keep a single core busy while the others wait. */
const longest = [
  'grader/planted',
  'attacks/attacks',
  'grader/batch',
  'oracle/adapters',
  'verify/false-alarms',
  'misconceptions/killed',
  'grader/starter',
  'grader/shares',
  'right-but-unusual/right',
  'misconceptions/name',
  'grader/bad-submissions',
  'grader/class',
];

/** The rest of what `npm run test:fast` leaves out: from about two seconds on. */
const long = [
  'action',
  'bench/engine',
  'bench/measure',
  'bench/names',
  'cli/fuzz-command-lines',
  'cli/main',
  'cli/pseudo-terminal',
  'docs',
  'engine/kernels/binary',
  'engine/large-graphs',
  'examples/iris',
  'exercises/projection',
  'generate/biases',
  'generate/cases',
  'generate/core',
  'generate/cotangents',
  'generate/domains',
  'grader/conventions',
  'grader/create-whole',
  'grader/credit',
  'grader/excuse-rule',
  'grader/fuzz-replies',
  'grader/fuzz-submissions',
  'grader/grade',
  'grader/gradient-free',
  'grader/halves',
  'grader/headline',
  'grader/hidden',
  'grader/hints',
  'grader/hostile-class',
  'grader/leaks',
  'grader/loading',
  'grader/natural-mistakes',
  'grader/needle',
  'grader/needle-conventions',
  'grader/needle-rules',
  'grader/own-exercise',
  'grader/own-ops',
  'grader/parts',
  'grader/prints',
  'grader/replay',
  'grader/reports-formats',
  'grader/rests-on',
  'grader/sandbox',
  'grader/scale',
  'grader/subtle-mutants',
  'grader/unusual-rules',
  'imports/torch',
  'oracle/broken-adapters',
  'oracle/leaks',
  'oracle/model',
  'oracle/nondeterminism',
  'oracle/oracle',
  'oracle/schema',
  'reference/reference',
  'verify/blind-spots',
  'verify/fewest-steps',
  'verify/kinks',
  'verify/large',
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
      { extends: true, test: { name: 'slow', include: slow } },
    ],
  },
});
