/**
 * Replies to cases, without reading what was read before. Laws run a case twice, and right answers are then the same to the
 * last character; and what an adapter echoes is most often what it was sent.
 */
import type { Case } from '../case/case.js';
import type { Outcome } from '../case/implementation.js';
import { givenText } from '../case/json.js';
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

  /**
   * The outcome in a line that answers request `id`.
   * @param asked the text of the case
   * @throws {ProtocolError}
   */
  read(testCase: Case, asked: string, line: string, id: number): Outcome {
    const rest = restOf(line, id);
    const known = this.latest.get(asked);
    if (rest !== undefined && known?.rest === rest) return known.outcome;
    const outcome = outcomeIn(testCase, line, id);
    if (rest !== undefined) this.keep(asked, { rest, outcome });
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

/** An echo at the end of the line that is what was sent, character by character, is cut out, and not read. */
function outcomeIn(testCase: Case, line: string, id: number): Outcome {
  const echo = `,"echo":${givenText(testCase)}}`;
  if (!line.endsWith(echo)) return parseRunReply(line, id);
  const outcome = parseRunReply(`${line.slice(0, -echo.length)},"echo":[]}`, id);
  if (outcome.kind !== 'done') return outcome;
  return { ...outcome, echo: [...testCase.inputs, ...testCase.cotangents.flat()] };
}
