/**
 * Tells whether a submission was handed in anew. The folder is somebody else's: links are not followed, only regular
 * files are opened, and no more is read than a submission can need.
 */
import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  readlinkSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import type { NamedSubmission } from './submissions.js';

export interface DigestBounds {
  /** Files, folders and links together. */
  readonly entries: number;
  readonly bytes: number;
}

const defaultBounds: DigestBounds = { entries: 5_000, bytes: 100_000_000 };

/**
 * Changes when anything in these folders of the submission does.
 * @returns undefined when that cannot be told: there is too much of it, or it cannot be read
 */
export function contentDigest(
  { folder }: NamedSubmission,
  folders: readonly string[],
  bounds = defaultBounds,
): string | undefined {
  const reading = new Reading(folder, bounds);
  try {
    for (const id of folders) reading.entry(id);
    return reading.digest();
  } catch {
    return undefined;
  }
}

/** Running Python leaves compiled files behind, and the grader its counterexamples. */
const ignored = ['__pycache__', '.git', '.backproof'];

class Reading {
  private readonly hash: Hash = createHash('sha256');
  private entries = 0;
  private bytes = 0;
  private readonly chunk = Buffer.alloc(65_536);

  constructor(
    private readonly folder: string,
    private readonly bounds: DigestBounds,
  ) {}

  digest = (): string => this.hash.digest('hex').slice(0, 16);

  entry(path: string): void {
    this.count(++this.entries, this.bounds.entries);
    const status = lstatSync(join(this.folder, path), { throwIfNoEntry: false });
    if (status === undefined) this.field('absent', path);
    else if (status.isSymbolicLink()) this.field('link', path, readlinkSync(join(this.folder, path)));
    else if (status.isDirectory()) this.inside(path);
    else if (status.isFile()) this.file(path);
    else this.field('special', path);
  }

  private inside(path: string): void {
    const names = this.namesIn(path);
    this.field('folder', path, String(names.length));
    for (const name of names) this.entry(join(path, name));
  }

  /** Read one by one: a folder may hold more names than fit in memory. */
  private namesIn(path: string): string[] {
    const names: string[] = [];
    const opened = opendirSync(join(this.folder, path));
    try {
      for (let each = opened.readSync(); each !== null; each = opened.readSync()) {
        this.count(this.entries + names.length, this.bounds.entries);
        if (!ignored.includes(each.name)) names.push(each.name);
      }
    } finally {
      opened.closeSync();
    }
    return names.sort();
  }

  /** Opened without blocking: a pipe may have taken the file's place, and opening it would wait. */
  private file(path: string): void {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    const opened = openSync(join(this.folder, path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const { size } = fstatSync(opened);
      this.field('file', path, String(size));
      // A sparse file costs nothing to hand in, but its full size to read.
      this.count(this.bytes + size, this.bounds.bytes);
      for (let left = size; left > 0; ) {
        const read = readSync(opened, this.chunk, 0, Math.min(left, this.chunk.length), null);
        if (read === 0) break;
        this.hash.update(this.chunk.subarray(0, read));
        left -= read;
      }
      this.bytes += size;
    } finally {
      closeSync(opened);
    }
  }

  /** Each text follows its length, so that no two lists hash as the same bytes. */
  private field(...texts: readonly string[]): void {
    for (const text of texts) this.hash.update(`${Buffer.byteLength(text)}:${text}`);
  }

  private count(reached: number, bound: number): void {
    if (reached > bound) throw new Error(`at most ${bound} is read of a submission`);
  }
}
