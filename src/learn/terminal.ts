/** A learner's terminal: one screen that is drawn anew, and keys as they are pressed. */
import { emitKeypressEvents, type Key as NodeKey } from 'node:readline';
import type { Display, Key } from './session.js';
import type { Style } from './style.js';

/** The screen and what was scrolled out of it are cleared. */
const clear = '\u001b[2J\u001b[3J\u001b[H';

/** Lines longer than this are hard to read, however wide the terminal is. */
const mostColumns = 110;

export const displayOn = (
  stream: NodeJS.WriteStream,
  look: Pick<Style, 'paint' | 'link' | 'texts'>,
): Display => ({
  style: () => ({ columns: Math.min(mostColumns, stream.columns || 80), ...look }),
  rows: () => stream.rows || 24,
  draw: (lines) => void stream.write(`${clear}${lines.join('\n')}\n`),
});

/** Keys until `stop`; without echo, and with Ctrl-C as a key. */
export function keysOf(
  input: NodeJS.ReadStream,
  onKey: (key: Key) => void,
  onEnd: (interrupted: boolean) => void,
): { stop(): void } {
  const listen = (text: string | undefined, { name, ctrl }: NodeKey) => {
    if (ctrl === true && name === 'c') onEnd(true);
    else if (ctrl === true && name === 'd') onEnd(false);
    else onKey({ name: name ?? '', text: text ?? '' });
  };
  const ended = () => onEnd(false);
  emitKeypressEvents(input);
  input.setRawMode(true);
  input.on('keypress', listen).on('end', ended);
  input.resume();
  return {
    stop() {
      input.off('keypress', listen).off('end', ended);
      input.setRawMode(false);
      input.pause();
    },
  };
}
