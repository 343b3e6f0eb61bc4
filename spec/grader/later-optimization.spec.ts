import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { laterOptimization } from '../../src/grader/protection.js';

it('is asked of Node 20 alone: the V8 of 22 and 24 ends at once where it is', () => {
  expect(laterOptimization('20.19.0')).toHaveLength(1);
  for (const version of ['21.0.0', '22.0.0', '22.23.3', '24.21.0'])
    expect(laterOptimization(version)).toEqual([]);
});

it('is known to the Node that runs this', () => {
  const { status, stderr } = spawnSync(process.execPath, [...laterOptimization(), '--version'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
