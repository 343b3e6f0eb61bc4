/** `npm run fuzz -- --part submissions --count 10000 --seed 1`: random input for the grader; a failure prints how to see it again. */
import { parseArgs } from 'node:util';

interface Part {
  /** @returns the first failure, with its seed and path */
  fuzz(count: number, seed: number, onRun: () => void): Promise<string | undefined>;
}

const parts: Readonly<Record<string, () => Promise<Part>>> = {
  submissions: () => import('./fuzz/submissions.js'),
  replies: () => import('./fuzz/replies.js'),
  'command-lines': () => import('./fuzz/command-lines.js'),
};

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
});
const count = Number(values.count);
for (const name of values.part === undefined ? Object.keys(parts) : [values.part]) {
  const load = parts[name];
  if (load === undefined)
    throw new Error(`--part takes one of ${Object.keys(parts).join(', ')}, not ${name}.`);
  let runs = 0;
  const onRun = () => {
    runs++;
    if (runs % Math.ceil(count / 100) === 0) process.stderr.write(`\r${name}: ${runs} of ${count}`);
  };
  const failure = await (await load()).fuzz(count, Number(values.seed), onRun);
  process.stderr.write('\n');
  console.log(`${name}: ${runs} runs, ${failure === undefined ? 'none failed' : `one failed:\n${failure}`}`);
  if (failure !== undefined) process.exitCode = 1;
}
