/** Escapes texts made by others, so that they cannot be taken for markup. */
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/**
 * Control characters, halves of surrogate pairs and non-characters, which XML 1.0 cannot hold; C1 codes, line
 * separators and marks that change the direction of text, which would display something else than what is written.
 */
const unwritable =
  /[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Text without them, for a report in any format. */
export const writable = (text: string): string => text.replace(unwritable, '');

/** Text for XML and HTML, in an element or a double-quoted attribute. */
export const escaped = (text: string): string =>
  writable(text).replace(/[&<>"]/g, (character) => entities[character] ?? character);

/** Text as a Markdown code block. The fence is longer than any in the text, so that none closes it. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${writable(text)}\n${fence}`;
}

/** Literal text in one line of Markdown, such as a table's cell: no link, emphasis, HTML or further column. */
export const inMarkdown = (text: string): string =>
  escaped(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|~#!]/g, '\\$&');
