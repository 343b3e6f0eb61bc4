/** An array past 65,536 entries takes longer than a hundred other cases. */
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { engineImplementation } from '../../src/engine/index.js';
import { checkImplementation, Session } from '../../src/oracle/index.js';
import { drawsOf } from '../../src/oracle/rows.js';
import { laws } from '../../src/verify/index.js';

const wrong = [process.execPath, resolve('spec/fixtures/broken-adapters/adapters.mjs'), 'wrong-gradients'];

it('is sent once, with one cotangent, and a mistake that others show, too, is reported on one of these', async () => {
  const large: string[] = [];
  const onLine = (direction: string, line: string) => {
    if (direction === '→' && line.length > 2 ** 19) large.push(line);
  };
  const session = await Session.open(wrong, { onLine });
  const { failures } = await checkImplementation(session, {
    rows: ['negate'],
    laws: laws.filter(({ id }) => ['value', 'dot', 'pure'].includes(id)),
    runs: 100,
    seed: 1,
    dtype: 'float64',
    mode: 'eager',
    saved: () => [],
    keep: () => '',
    onCase: () => {},
    onLeft: () => {},
  });
  await session.stop();
  expect(large.map((line) => JSON.parse(line).case.cotangents.length)).toEqual([1]);
  const sizes = failures.map(({ case: shown }) => JSON.stringify(shown).length);
  expect(sizes.length).toBeGreaterThan(0);
  expect(Math.max(...sizes)).toBeLessThan(2000);
});

it('is not all: ops that seldom show a lost tail are drawn along long axes twice as often', () => {
  const able = { ...engineImplementation(), batchBroadcasts: true, limits: [] };
  const longRuns = (row: string) => drawsOf(row, able, { dtype: 'float64', mode: 'eager' }, 100)?.[1]?.runs;
  expect(['max', 'cumsum', 'silu'].map(longRuns)).toEqual([20, 20, 10]);
});
