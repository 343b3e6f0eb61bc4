/** Whoever imports a name sees in their editor what it is. */
import { expect, it } from 'vitest';
import { entries, exportedBy } from './exported.js';

/** `backproof/vitest` adds matchers, and exports nothing. */
const exporting = entries.filter(
  ([subpath]) => subpath !== 'backproof/vitest' && subpath !== 'backproof/engine',
);

it.each(exporting)('each name of %s has a comment where it is declared', (_, file) => {
  const names = exportedBy(file);
  expect(names).not.toEqual([]);
  const bare = names.filter(({ documented }) => !documented).map((each) => `${each.name} in ${each.file}`);
  expect(bare).toEqual([]);
});
