/** Finished pieces of a run, in a file if one is named, so that a run that was interrupted goes on where it was. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export class Interrupted extends Error {}

export class Kept {
  readonly #pieces: Record<string, unknown>;

  /** @param interrupted whether what was just measured is to be thrown away, and nothing more measured */
  constructor(
    private readonly file: string | undefined,
    private readonly interrupted: () => boolean,
  ) {
    this.#pieces = file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  /** @throws {Interrupted} */
  async piece<Result>(name: string, measure: () => Promise<Result>): Promise<Result> {
    if (name in this.#pieces) return this.#pieces[name] as Result;
    if (this.interrupted()) throw new Interrupted();
    const result = await measure();
    if (this.interrupted()) throw new Interrupted();
    this.#pieces[name] = result;
    this.#save();
    return result;
  }

  /** The file appears whole or not at all. */
  #save(): void {
    if (this.file === undefined) return;
    writeFileSync(`${this.file}.unfinished`, `${JSON.stringify(this.#pieces)}\n`);
    renameSync(`${this.file}.unfinished`, this.file);
  }
}
