import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWhole } from '../../src/grader/starter/create-whole.js';
import { folderWith } from './submit.js';

const fill = (unfinished: string): void => {
  mkdirSync(join(unfinished, 'starter'));
  writeFileSync(join(unfinished, 'starter', 'README.md'), 'read me');
};
const fillHalf = (unfinished: string): void => {
  fill(unfinished);
  throw new Error('the disk is full');
};

describe('a folder that is created as a whole', () => {
  it.each(['new', 'new/and/deep', 'empty'])('holds all of it, and nothing else: %s', (name) => {
    const folder = folderWith({});
    mkdirSync(join(folder, 'empty'));
    createWhole(join(folder, name), fill);
    expect(readdirSync(join(folder, name))).toEqual(['starter']);
    expect(readFileSync(join(folder, name, 'starter', 'README.md'), 'utf8')).toBe('read me');
  });

  it('is not there, or empty as it was, when it cannot be filled', () => {
    const folder = folderWith({});
    mkdirSync(join(folder, 'empty'));
    for (const name of ['new/and/deep', 'empty']) {
      expect(() => createWhole(join(folder, name), fillHalf)).toThrow('the disk is full');
    }
    expect(readdirSync(folder, { recursive: true })).toEqual(['empty']);
  });
});
