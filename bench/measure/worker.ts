/** A process of `jobs.ts`: measures the blocks whose names it is sent, one after another, and sends each name back. */
import { entry } from '../../src/case/at.js';
import { blocksOf } from './parts.js';
import { Store } from './store.js';

const [folder, cases] = process.argv.slice(2) as [string, string];
const store = new Store(folder);
const blocks = new Map(blocksOf(Number(cases)).map((block) => [block.name, block]));

process.on('message', async (name) => {
  await store.fill(entry(blocks, String(name)));
  process.send?.(name);
});
