/** Checks what a learner wrote: the grader, and the harness with the learner's code, in a thread that can be ended. */

import cores from 'virtual:cores';
import exercises from 'virtual:exercises';
import harnesses from 'virtual:harnesses';
import { transform } from 'sucrase';
import { type Checked, check, unreadable } from '../../src/grader/page/check.js';
import { useCores } from '../../src/grader/written-cores.js';
import { textsIn } from '../../src/texts/index.js';
import { type CheckRequest, caseMilliseconds, type FromWorker, type ToWorker } from './messages.js';
import { removeReach } from './remove-reach.js';

const post: (message: FromWorker) => void = self.postMessage.bind(self);

useCores(cores);

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  void answer(data);
});
post({ kind: 'ready' });

async function answer(message: ToWorker): Promise<void> {
  try {
    if (message.kind === 'warm') await harnesses[message.chapter]?.();
    else post({ kind: 'checked', checked: await checked(message) });
  } catch (error) {
    post({ kind: 'failed', why: String(error instanceof Error ? error.stack : error) });
  }
}

async function checked(request: CheckRequest): Promise<Checked> {
  const { part, source, earlier, hung, language } = request;
  const exercise = exercises.find(({ id }) => id === request.exercise);
  const load = harnesses[request.chapter];
  if (exercise === undefined || load === undefined)
    throw new Error(`there is no exercise ${request.exercise}`);
  const { default: harness } = await load();
  const texts = await textsIn(language);
  removeReach();
  const compiled = compile(source);
  if ('why' in compiled) return unreadable(exercise, part, compiled.why, compiled.line, texts);
  const waiting = {
    hung,
    milliseconds: caseMilliseconds,
    begins: (asked: string) => post({ kind: 'begins', request: asked }),
    over: () => post({ kind: 'over' }),
  };
  return check({ exercise, part, source, code: compiled.code, harness, waiting, earlier, texts });
}

/** Types are taken out, and imports become calls; every line stays where it is. */
function compile(source: string): { code: string } | { why: string; line: number | null } {
  try {
    return { code: transform(source, { transforms: ['typescript', 'imports'] }).code };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const line = /\((\d+):\d+\)/.exec(said)?.[1];
    return { why: said, line: line === undefined ? null : Number(line) };
  }
}
