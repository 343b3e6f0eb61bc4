/** The part of the page's address behind `#`: which exercise is shown, and code that somebody passed on. */
import { compressToEncodedURIComponent, decompressFromEncodedURIComponent } from 'lz-string';

export interface Address {
  /** The name of an exercise, if there is one. */
  readonly item: string | undefined;
  readonly code: string | undefined;
}

export function readAddress(hash: string): Address {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const packed = fields.get('code');
  // A plus sign is one of its letters, and a blank in what is read here.
  const code = packed === null ? null : decompressFromEncodedURIComponent(packed.replaceAll(' ', '+'));
  return { item: fields.get('exercise') ?? undefined, code: code === null || code === '' ? undefined : code };
}

export const addressOf = (item: string, code?: string): string =>
  `#exercise=${encodeURIComponent(item)}${code === undefined ? '' : `&code=${compressToEncodedURIComponent(code)}`}`;
