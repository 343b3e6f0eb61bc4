#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

// Commands run for seconds, most of their code a few times: V8 optimizes it later than it would, and a quarter of the
// processor time is saved. Only Node 20's V8 knows the flag.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=500000');

const main = new URL('../dist/joined/backproof.js', import.meta.url);
if (existsSync(main)) {
  const { exitOnSignals } = await import(new URL('../dist/joined/signals.js', import.meta.url).href);
  exitOnSignals();
  const { runProcess } = await import(main.href);
  await runProcess(process.argv.slice(2));
} else {
  console.error('backproof is not built yet: run `npm ci` (or `npm run build`) in its folder first.');
  process.exitCode = 2;
}
