/** `npm run ui`: the laws of a learner's exercises in the browser, checked again whenever a file of them is saved. */
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    name: 'laws',
    include: ['spec/ui/laws.ts'],
    forceRerunTriggers: ['exercises/**/*.ts', 'solutions/**/*.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
