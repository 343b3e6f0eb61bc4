/**
 * `npm run bench:attacks`: grades every attack of spec/attacks from the command line, in a process of its own, and
 * measures what a spec cannot: the peak memory of the grader's process, and what is left behind. Once with bubblewrap,
 * where it is installed, and once without.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { attacks } from '../spec/attacks/corpus.js';
import { protectionHere } from '../src/grader/protection.js';
import { attackOnce, type Damage } from './attacks/attack-once.js';
import { leftoversOf } from './attacks/leftovers.js';

const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '2' }, named: { type: 'string', default: '' } },
});
const chosen = attacks.filter(({ name }) => name.includes(values.named));
const mostMegabytes = 300;

const withBubblewrap = protectionHere().bubblewrap !== undefined;
if (!withBubblewrap) console.log('skipped: runs with bubblewrap; install it with apt-get install bubblewrap');
for (const bubblewrap of withBubblewrap ? [true, false] : [false]) {
  if (!(await attackAll(bubblewrap))) process.exitCode = 1;
}

/** @returns whether nothing was gained, hung, left behind, or larger than allowed */
async function attackAll(bubblewrap: boolean): Promise<boolean> {
  const root = mkdtempSync(join(tmpdir(), 'attacks-'));
  const damages: Damage[] = [];
  try {
    const waiting = [...chosen.entries()];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, attack] = next;
        damages.push(await attackOnce(attack, { root, index, bubblewrap }));
        process.stderr.write(`\r${damages.length} of ${chosen.length} attacks`);
      }
    };
    await Promise.all(Array.from({ length: Number(values.jobs) }, work));
    process.stderr.write('\r');
    return report(damages, await leftoversOf(root), bubblewrap);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function report(damages: readonly Damage[], left: readonly string[], bubblewrap: boolean): boolean {
  const gained = damages.filter(({ points, deserved }) => points !== deserved);
  const hung = damages.filter((damage) => damage.hung);
  const large = damages.filter(({ megabytes }) => megabytes >= mostMegabytes);
  const peak = damages.reduce((most, each) => (each.megabytes > most.megabytes ? each : most));
  console.log(`${damages.length} attacks, ${bubblewrap ? 'with' : 'without'} bubblewrap:`);
  console.log(`  points that are not as deserved  ${gained.length}${list(gained.map(({ name }) => name))}`);
  console.log(`  hangs                            ${hung.length}${list(hung.map(({ name }) => name))}`);
  console.log(`  processes and folders left       ${left.length}${list(left)}`);
  console.log(
    `  peak memory of the grader        ${peak.megabytes} MB ("${peak.name}"); ${mostMegabytes} MB or more: ${large.length}${list(large.map(({ name, megabytes }) => `${name}: ${megabytes} MB`))}`,
  );
  return gained.length + hung.length + left.length + large.length === 0;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `\n    ${line}`).join('');
}
