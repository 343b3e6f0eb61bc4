/** Laws run a case twice, and right answers are then the same to the last character: such a reply is read once. */
import type { Outcome } from '../case/implementation.js';
import { parseRunReply } from './reply.js';

interface Read {
  /** What follows the id. */
  readonly rest: string;
  readonly outcome: Outcome;
}

/** More than are judged at a time: a case is run again while it is judged. Long texts are not kept. */
const most = { replies: 64, characters: 2 ** 16 } as const;

export class RunReplies {
  /** The latest, by the text of the case. */
  private readonly latest = new Map<string, Read>();

  /** The outcome in a line that answers request `id`, for a case of this text. @throws {ProtocolError} */
  read(asked: string, line: string, id: number): Outcome {
    const rest = restOf(line, id);
    if (rest === undefined) return parseRunReply(line, id);
    const known = this.latest.get(asked);
    if (known?.rest === rest) return known.outcome;
    const outcome = parseRunReply(line, id);
    this.keep(asked, { rest, outcome });
    return outcome;
  }

  private keep(asked: string, read: Read): void {
    if (asked.length + read.rest.length > most.characters) return;
    this.latest.delete(asked);
    this.latest.set(asked, read);
    const [oldest] = this.latest.keys();
    if (this.latest.size > most.replies && oldest !== undefined) this.latest.delete(oldest);
  }
}

/** What follows the id in a line that begins with it, as most do. */
function restOf(line: string, id: number): string | undefined {
  const start = /^{"id": ?(\d+),/.exec(line);
  return start?.[1] === String(id) ? line.slice(start[0].length) : undefined;
}
