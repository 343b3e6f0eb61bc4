/** Where this package's own files are, whether it runs from src (tests) or from dist (installed). */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds the rooms: src or dist. */
export const roomsFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export const packageRoot = dirname(roomsFolder);

/** The stubs of all exercises as `npm run build` writes them; nobody fills these in. */
export const stubsFolder = join(packageRoot, 'dist', 'stubs');

/** The engine with every gradient rule taken out, as `npm run build` writes it. */
export const gradientFreeEngine = join(packageRoot, 'dist', 'engine-without-gradients');
