/** This package as a tarball that an assignment carries along, without the solutions. */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { removeTemporary, temporaryFolder } from '../../wire/leftovers.js';
import { packageRoot } from '../package-root.js';
import { SetupError } from '../setup-error.js';

export interface Tarball {
  /** Such as `backproof-0.1.0.tgz`. */
  readonly name: string;
  readonly data: Buffer;
  /** The packages that npm fetches from its registry when the tarball is installed, by name. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** What a starter needs in addition, to check types. */
  readonly development: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The sources are left out as well: they contain the solutions, and nothing runs them. */
const isForStudents = (path: string): boolean => path !== 'solutions' && !/^(src|examples)\//.test(path);

/** @throws {SetupError} when npm is not there, or will not pack */
export function packageTarball(): Tarball {
  const manifest: Manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const folder = temporaryFolder();
  try {
    const files = manifest.files.filter(isForStudents);
    const copied = files.filter((path) => !path.startsWith('!'));
    for (const path of ['LICENSE', ...copied]) {
      // Packages that `npm ci` installed for an adapter are not part of this package.
      const filter = (from: string) => basename(from) !== 'node_modules';
      cpSync(join(packageRoot, path), join(folder, path), { recursive: true, filter });
    }
    const { typescript } = manifest.devDependencies;
    const development = typescript === undefined ? {} : { typescript };
    // Scripts are useless once it is installed, and `prepare` would build.
    const packed = { ...manifest, files, scripts: undefined, devDependencies: development };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(packed, null, 2));
    const name = pack(folder);
    return { name, data: readFileSync(join(folder, name)), dependencies: manifest.dependencies, development };
  } finally {
    removeTemporary(folder);
  }
}

/** @returns the name of the tarball, which is in the same folder */
function pack(folder: string): string {
  try {
    const printed = execFileSync('npm', ['pack', '--json', '--offline'], {
      cwd: folder,
      encoding: 'utf8',
      // On Windows npm is a script.
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [{ filename }] = JSON.parse(printed) as [{ filename: string }];
    return filename;
  } catch (error) {
    throw new SetupError(`This package cannot be packed with \`npm pack\`: ${(error as Error).message}`);
  }
}
