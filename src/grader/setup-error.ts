/** Something is wrong with this machine or installation, not with the submission: a sentence. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
