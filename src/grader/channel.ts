/** How the grader talks to the code of a submission, wherever it runs: in a process, or in a page's worker. */
import type { Death } from '../wire/life.js';
import type { Request } from './messages.js';

/** What came back for a request: one line, or the way the child died. */
export type Answer =
  | Line
  | { readonly kind: 'exited'; readonly how: string; readonly printed: string }
  | Exclude<Death, { kind: 'exited' | 'unstartable' | 'broke' }>
  | { readonly kind: 'spent' };

export interface Line {
  readonly kind: 'line';
  readonly text: string;
}

export interface Channel {
  /**
   * Requests may be made before earlier ones are answered; they are taken in their order.
   * @param replyBytes the longest reply to this request, if that is less than the general limit
   */
  request(request: Request, replyBytes?: number): Promise<Answer>;
  /** The next request goes to code that has run nothing. No request may be pending. */
  renewProcess(): void;
}
