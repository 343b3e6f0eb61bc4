/** Where a failure can be seen as a picture. */
import type { Checked } from './checker.js';

/** Until there is a page of its own, it says how to see the case again. */
export async function openPicture(checked: Checked | undefined): Promise<string> {
  if (checked === undefined || checked.replay === null) return 'There is no failure to be shown.';
  return `Pictures of failures are not drawn yet. In words: ${checked.replay}`;
}
