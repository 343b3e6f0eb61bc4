/**
 * What was handed in, as a digest: it changes when a file does, so that `--resume` knows what to grade again. A folder
 * may hold anything: no link is followed, nothing but plain files is opened, and both count and bytes are bounded.
 */
import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  constants,
  type Dirent,
  lstatSync,
  opendirSync,
  openSync,
  readlinkSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';

/** A submission that is larger is digested up to here: what is graded of it is far less. */
export interface DigestLimits {
  readonly entries: number;
  readonly bytes: number;
  /** Of one file: of the rest, the size alone. */
  readonly bytesPerFile: number;
}

const defaultLimits: DigestLimits = { entries: 20_000, bytes: 100_000_000, bytesPerFile: 10_000_000 };

/** Running Python leaves compiled files behind; a repository changes without its work. */
const passedOver = new Set(['__pycache__', '.git']);

/** @param folders the folders of the submission that are graded */
export function contentDigest(
  submission: string,
  folders: readonly string[],
  limits: DigestLimits = defaultLimits,
): string {
  const walk = new Walk(submission, limits);
  for (const folder of [...folders].sort()) walk.visit(folder);
  return walk.digest();
}

class Walk {
  private readonly hash: Hash = createHash('sha256');
  private entries = 0;
  private bytes = 0;

  constructor(
    private readonly root: string,
    private readonly limits: DigestLimits,
  ) {}

  digest(): string {
    return this.hash.digest('hex').slice(0, 16);
  }

  /** Adds the kind of what is there, its path, and what it holds. */
  visit(path: string): void {
    if (++this.entries > this.limits.entries) return;
    const full = join(this.root, path);
    const stats = lstatSync(full, { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (stats.isDirectory()) this.folder(path);
    else if (stats.isSymbolicLink()) this.add('link', path, readlinkSync(full));
    else if (stats.isFile()) this.file(path, stats.size);
    else this.add('special', path);
  }

  private folder(path: string): void {
    this.add('folder', path);
    const inside = entriesOf(join(this.root, path), this.limits.entries - this.entries);
    for (const name of inside.filter((each) => !passedOver.has(each)).sort()) this.visit(join(path, name));
  }

  private file(path: string, size: number): void {
    this.add('file', path, String(size));
    const most = Math.min(size, this.limits.bytesPerFile, this.limits.bytes - this.bytes);
    this.bytes += most;
    for (const piece of piecesOf(join(this.root, path), most)) this.hash.update(piece);
  }

  /** Each text after its length: no name or content can be taken for another's. */
  private add(...texts: readonly string[]): void {
    for (const text of texts) this.hash.update(`${Buffer.byteLength(text)}:`).update(text);
  }
}

function entriesOf(folder: string, most: number): readonly string[] {
  const directory = opendirSync(folder);
  try {
    const names: string[] = [];
    let entry: Dirent | null = directory.readSync();
    for (; entry !== null && names.length < most; entry = directory.readSync()) names.push(entry.name);
    return names;
  } finally {
    directory.closeSync();
  }
}

/** A link that takes the file's place meanwhile is not followed, nor waited for. */
const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function* piecesOf(file: string, most: number): Generator<Buffer> {
  const descriptor = openSync(file, readOnly);
  try {
    const buffer = Buffer.alloc(65_536);
    for (let left = most; left > 0; ) {
      const read = readSync(descriptor, buffer, 0, Math.min(left, buffer.length), null);
      if (read === 0) return;
      yield buffer.subarray(0, read);
      left -= read;
    }
  } finally {
    closeSync(descriptor);
  }
}
