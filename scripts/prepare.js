/**
 * Builds after an install. In a clone, `npx backproof` installs the folder into npx's cache for its first run, which
 * would build it a second time: then what the first install built is taken.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const isBuilt = existsSync('dist/joined'); // made by the last step of the build
if (process.env.npm_command !== 'exec' || !isBuilt)
  process.exitCode = spawnSync('npm run build', { shell: true, stdio: 'inherit' }).status ?? 1;
