/** The folder of finished blocks. Shards that ran elsewhere merge by having their files copied here. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Block } from './part.js';

export class Store {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  has(block: Block<unknown>): boolean {
    return existsSync(this.fileOf(block));
  }

  read<Result>(block: Block<Result>): Result {
    return JSON.parse(readFileSync(this.fileOf(block), 'utf8')) as Result;
  }

  /** The file appears whole or not at all, so that an interruption leaves no half of one. */
  async fill(block: Block<unknown>): Promise<void> {
    const text = JSON.stringify(await block.run());
    const unfinished = `${this.fileOf(block)}.${process.pid}`;
    writeFileSync(unfinished, text);
    renameSync(unfinished, this.fileOf(block));
  }

  private fileOf({ name }: Block<unknown>): string {
    return join(this.folder, `${name}.json`);
  }
}
