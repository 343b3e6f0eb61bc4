import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest, from half a minute on: begun last, one of them would keep a single core busy while the others wait. */
const longest = [
  'planted',
  'attacks',
  'batch',
  'false-alarms',
  'killed',
  'starter',
  'bad-submissions',
  'class',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((name) => moduleId.endsWith(`/${name}.spec.ts`));
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
    sequence: { sequencer: LongestFirst },
    include: ['spec/**/*.spec.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
