/** The end of what a case prints, for the grader to show. */

/** The last text that the running case printed, if the grader asked for it, and the most that is kept of it. */
let kept: { text: string; readonly most: number; isOver: boolean } | undefined;

/** Called with whatever is printed. */
export function keep(text: string): void {
  if (kept?.isOver !== false) return;
  kept.text += text;
  // Not on every print: cutting costs as much as the whole text, each time.
  if (kept.text.length > 2 * kept.most) kept.text = kept.text.slice(-kept.most);
}

/** From now on the last `most` characters that are printed are kept. */
export function keepPrints(most: number): void {
  kept = { text: '', most, isOver: false };
}

/** The case has run: further runs by the harness would print the same once more. */
export function stopPrints(): void {
  if (kept !== undefined) kept.isOver = true;
}

/** What was kept. */
export function takePrints(): string {
  const text = kept?.text.slice(-kept.most) ?? '';
  kept = undefined;
  return text;
}
