/**
 * Cases a second of the whole oracle (drawing, the wire, the laws) against the hello adapters. `npm run bench:oracle`.
 * Run it under `taskset -c 0` for one core. A case takes several runs of the adapter: laws run variations of it.
 */
import { checkImplementation, Session } from '../src/oracle/index.js';
import { laws } from '../src/verify/index.js';

const adapters = [
  ['JavaScript', [process.execPath, 'adapters/hello/hello.mjs']],
  ['Python', ['python3', 'adapters/hello/hello.py']],
] as const;
const rows = ['add', 'multiply', 'negate'];

async function casesASecond(command: readonly string[], runs: number): Promise<number> {
  const session = await Session.open(command);
  const start = performance.now();
  await checkImplementation(session, {
    rows,
    laws,
    runs,
    seed: 1,
    dtype: 'float64',
    mode: 'eager',
    saved: () => [],
    keep: () => '',
    onCase: () => {},
    onLeft: () => {},
  });
  const seconds = (performance.now() - start) / 1000;
  await session.stop();
  return (rows.length * runs) / seconds;
}

for (const [language, command] of adapters) {
  // The first round warms the compiler up; the median of the others counts.
  await casesASecond(command, 300);
  const rounds = [];
  for (let round = 0; round < 5; round++) rounds.push(await casesASecond(command, 1000));
  const median = rounds.sort((a, b) => a - b)[2] as number;
  console.log(`${language.padEnd(12)} ${median.toFixed(0)} cases a second`);
}
