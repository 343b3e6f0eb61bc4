/** The package as a user installs it: packed by npm, unpacked into an empty folder, next to what it depends on. No network. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | object>>;
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

const root = resolve('.');

export class Installed {
  readonly folder = mkdtempSync(join(tmpdir(), 'backproof-package-'));
  readonly tarball: string;
  /** Where it is installed. */
  readonly package = join(this.folder, 'node_modules', 'backproof');
  /** What can be imported from it, such as `backproof/engine`. */
  readonly subpaths: readonly string[];

  /** @param others packages that are there as well, as Vitest is where it runs the tests */
  constructor(others: readonly string[] = []) {
    // Without its scripts: `prepare` would build.
    const packed = execFileSync(
      'npm',
      ['pack', '--json', '--offline', '--ignore-scripts', '--pack-destination', this.folder],
      { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const [{ filename }]: [{ filename: string }] = JSON.parse(packed);
    this.tarball = join(this.folder, filename);
    writeFileSync(join(this.folder, 'package.json'), '{ "private": true, "type": "module" }');
    mkdirSync(this.package, { recursive: true });
    execFileSync('tar', ['-xzf', this.tarball, '-C', this.package, '--strip-components=1']);
    const { dependencies = {}, exports } = manifestIn(this.package);
    for (const name of [...Object.keys(dependencies), ...others]) this.link(name);
    this.linkCommand('backproof', join('..', 'backproof', 'bin', 'backproof.js'));
    for (const name of others) this.linkCommand(name, join(root, 'node_modules', '.bin', name));
    this.subpaths = Object.entries(exports)
      .filter(([, target]) => typeof target === 'object')
      .map(([subpath]) => subpath.replace('.', 'backproof'));
  }

  /** As npm would: what a linked package needs itself, Node finds where the link leads. */
  private link(name: string): void {
    const target = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), target);
  }

  /** Where npx looks. */
  private linkCommand(name: string, file: string): void {
    const commands = join(this.folder, 'node_modules', '.bin');
    mkdirSync(commands, { recursive: true });
    symlinkSync(file, join(commands, name));
  }

  /** Runs Node in the folder. */
  node(...args: readonly string[]): { readonly status: number | null; readonly printed: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { status, printed: stdout + stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The bytes of a file, or of all files in a folder. */
export function bytesOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}
