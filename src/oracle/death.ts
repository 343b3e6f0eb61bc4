/** How an adapter's process died, in words and as an outcome. */
import type { Death } from '../wire/life.js';
import type { Failed } from './wire-kinds.js';

/** How the adapter died. */
export function sentenceOf(death: Death): string {
  switch (death.kind) {
    case 'unstartable':
      return `it could not be started: ${death.how}`;
    case 'exited': {
      const { code, signal, midLine } = death;
      const how = signal === null ? `it exited with code ${code}` : `it was ended by ${signal}`;
      return midLine ? `${how} in the middle of a line` : how;
    }
    case 'flooded':
      return `it wrote a line longer than ${death.bytes} bytes`;
    case 'timeout':
      return `it gave no reply within ${death.milliseconds} ms`;
    case 'broke':
      return death.how;
  }
}

export function outcomeOf(death: Death, tail: string): Failed {
  if (death.kind === 'timeout') return death;
  return crashed(sentenceOf(death), death.kind === 'broke' ? '' : tail);
}

export const crashed = (how: string, traceback = ''): Failed => ({
  kind: 'crashed',
  error: { type: 'AdapterDied', message: how, traceback },
});

export const quoted = (tail: string): string =>
  tail === '' ? '' : `\nThe last lines it wrote to standard error:\n${tail}`;
