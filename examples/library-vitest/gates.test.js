import 'backproof/vitest';
import { expect, test } from 'vitest';
import * as gates from './gates.js';

const list = { shape: ['n'], domain: 'positive', name: 'x' };

test('swish has the right gradient', async () => {
  await expect(gates.swish).toHaveGradient(gates.swishGradient, [list]);
});

test('the mean has the right gradient', async () => {
  await expect(gates.mean).toHaveGradient(gates.meanGradient, [list]);
});

test('normalize has the right gradient', async () => {
  await expect(gates.normalize).toHaveGradient(gates.normalizeGradient, [list]);
});
