import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { course } from './build/plugin.js';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Whatever folder of whatever host it is copied to.
  base: './',
  plugins: [course()],
  worker: { format: 'es', plugins: () => [course()] },
  server: { fs: { allow: ['..'] } },
  build: { target: 'es2022', chunkSizeWarningLimit: 2_000, modulePreload: { polyfill: false } },
});
