import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { 'backproof/engine': fileURLToPath(new URL('src/engine/index.ts', import.meta.url)) },
  },
  test: {
    // Every core: unless told, one is left idle, and on a machine with two that is half the time.
    maxWorkers: '100%',
    include: ['spec/**/*.spec.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
