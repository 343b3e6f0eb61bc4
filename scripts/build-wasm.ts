/** `npm run build:wasm`: compiles wasm/ anew. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './repository.js';
import { writtenBinary } from './wasm.js';

const { path, text } = writtenBinary();
writeFileSync(join(repository, path), text);
console.log(path);
