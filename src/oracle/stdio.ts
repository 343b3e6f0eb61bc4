/** The protocol in the reverse role: the program with the function started us, and asks for checks on our standard input. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from '../case/attributes.js';
import { constant, listOf, openRecord, optional } from '../case/json-kinds.js';
import type { Program } from '../case/program.js';
import { type Definition, definitionOf, reportOf } from '../functions/index.js';
import { ProtocolError } from '../wire/reply.js';
import { AdapterError } from './adapter-error.js';
import { definition, functionInputs, inputsProblem, order, programProblem, ways } from './function-kinds.js';
import { parseJvpReply, parseValuesReply, parseVjpsReply } from './function-reply.js';
import { checkFunction, givenIn, subjectOver } from './function-subject.js';
import type { Link } from './link.js';
import { protocolVersion, type Request } from './protocol.js';
import { messageSchema } from './schema.js';
import { atLeast, jsonIn, read } from './wire-kinds.js';

const check = openRecord({
  cmd: constant('check', '"check"'),
  version: constant(protocolVersion, String(protocolVersion)),
  /** What the function is called in the report, and its inputs. */
  name: text,
  names: optional(listOf('names', text)),
  inputs: functionInputs,
  /** The function as an expression of the names of its inputs, or as a program. */
  definition: optional(definition),
  order: optional(order),
  ...ways,
  runs: optional(atLeast(1)),
  seed: optional(atLeast(0)),
  /** Of a failure that is to be seen again. */
  path: optional(text),
});

/** What asks for a check. */
export const checkSchema = messageSchema('A request for a check', check.schema);

/** Checks what is asked for, one function after another, until the input ends. @throws {AdapterError} */
export async function checkOverStdio(input: Readable, output: Writable): Promise<void> {
  const peer = new Peer(input, output);
  try {
    for (let line = await peer.next(); line !== undefined; line = await peer.next()) {
      const report = await checked(peer, line);
      peer.write({ cmd: 'report', ...report });
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new AdapterError(`The program that asked for a check broke the protocol: ${error.message}.`);
  }
}

async function checked(peer: Peer, line: string) {
  const {
    cmd: _,
    version: __,
    name,
    names,
    inputs,
    definition: given,
    jvp,
    batched,
    ...options
  } = read(check, jsonIn(line));
  const entry = { name, inputs };
  const problem = inputsProblem(entry);
  if (problem !== undefined) throw new ProtocolError(`$.inputs: ${problem}`);
  const unfit = typeof given === 'object' ? programProblem(given, inputs) : undefined;
  if (unfit !== undefined) throw new ProtocolError(`$.definition: ${unfit}`);
  const own = names ?? givenIn(entry).names;
  const known = given === undefined ? undefined : defined(given, own);
  if (typeof known === 'string') return { state: 'undecided', text: known };
  const subject = subjectOver(peer, { function: name }, own, { jvp, batched });
  const report = reportOf(await checkFunction(subject, entry, { ...options, names: own }, known));
  // The laws take whatever is thrown for the function's fault.
  if (peer.broken !== undefined) throw peer.broken;
  return { state: report.state, text: report.text };
}

/** @returns a sentence if it cannot be read: whoever wrote it is to see that, and no broken protocol */
function defined(given: string | Program, names: readonly string[]): Definition | string {
  try {
    return definitionOf(given, names);
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** Lines from the program, in the order in which it was asked for them. */
class Peer implements Pick<Link, 'values' | 'vjps'> {
  private readonly waiting: ((line: string | undefined) => void)[] = [];
  private readonly unread: string[] = [];
  private ended = false;
  private requests = 0;
  private last: Promise<unknown> = Promise.resolve();
  /** What was wrong with the first answer that broke the protocol. */
  broken: unknown;

  constructor(
    input: Readable,
    private readonly output: Writable,
  ) {
    createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
      .on('line', (line) => {
        const next = this.waiting.shift();
        if (next === undefined) this.unread.push(line);
        else next(line);
      })
      .on('close', () => {
        this.ended = true;
        for (const each of this.waiting.splice(0)) each(undefined);
      });
  }

  /** @returns undefined when nothing more will come */
  next(): Promise<string | undefined> {
    const line = this.unread.shift();
    if (line !== undefined || this.ended) return Promise.resolve(line);
    return new Promise((settle) => {
      this.waiting.push(settle);
    });
  }

  write(message: object): void {
    this.output.write(`${JSON.stringify(message)}\n`);
  }

  values: Link['values'] = (asked, points) =>
    this.ask((id) => ({ cmd: 'values', id, ...asked, points }), parseValuesReply);

  vjps: Link['vjps'] = (asked, inputs, cotangents, how) => {
    const more = how === undefined ? {} : { [how]: true };
    return this.ask((id) => ({ cmd: 'vjps', id, ...asked, inputs, cotangents, ...more }), parseVjpsReply);
  };

  jvp: Link['jvp'] = (asked, inputs, tangent) =>
    this.ask((id) => ({ cmd: 'jvp', id, ...asked, inputs, tangent }), parseJvpReply);

  /** One after another: both ends would wait for ever if each wrote more than the other has yet read. */
  private ask<T>(request: (id: number) => Request, parse: (line: string, id: number) => T): Promise<T> {
    const answer = this.last.then(() => this.askNow(request, parse));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async askNow<T>(
    request: (id: number) => Request,
    parse: (line: string, id: number) => T,
  ): Promise<T> {
    const id = this.requests++;
    this.write(request(id));
    const line = await this.next();
    if (line === undefined)
      throw new AdapterError('The program that asked for a check ended before it was over.');
    try {
      return parse(line, id);
    } catch (error) {
      this.broken ??= error;
      throw error;
    }
  }
}
