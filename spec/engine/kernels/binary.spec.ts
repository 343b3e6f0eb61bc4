import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../../../scripts/repository.js';
import { writtenBinary } from '../../../scripts/wasm.js';

test('the binary is what `npm run build:wasm` makes of its source', () => {
  const { path, text } = writtenBinary();
  expect(readFileSync(join(repository, path), 'utf8')).toBe(text);
});
