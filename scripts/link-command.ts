/**
 * Part of `npm run prepare`: makes `npx backproof` work in this repository, as it does where the package is a
 * dependency. npm links the commands of dependencies only, not the package's own.
 */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './repository.js';

const commands = join(repository, 'node_modules', '.bin');

mkdirSync(commands, { recursive: true });
rmSync(join(commands, 'backproof'), { force: true });
symlinkSync(join('..', '..', 'bin', 'backproof.js'), join(commands, 'backproof'));
