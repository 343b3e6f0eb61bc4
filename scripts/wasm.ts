/** The WebAssembly of the engine, compiled from wasm/ by AssemblyScript. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './repository.js';
import type { WrittenFile } from './rewrite.js';

const compiler = join(repository, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
const options = ['--optimizeLevel', '3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];

/** The binary as a module of the engine, which reads no files: it also runs in browsers. */
export function writtenBinary(): WrittenFile {
  const folder = mkdtempSync(join(tmpdir(), 'wasm-'));
  try {
    const out = join(folder, 'product.wasm');
    execFileSync(process.execPath, [compiler, join('wasm', 'product.ts'), '--outFile', out, ...options], {
      cwd: repository,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const text = [
      '/** wasm/product.ts in base64: written by `npm run build:wasm`. */',
      `export const binary =\n  '${readFileSync(out, 'base64')}';`,
      '',
    ].join('\n');
    return { path: join('src', 'engine', 'kernels', 'product-binary.ts'), text };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
