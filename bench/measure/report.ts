/** The measurements as one summary and one page. */
import type { Part } from './part.js';
import type { Store } from './store.js';

export interface Report {
  /** By the key of each part that was measured. */
  readonly summary: Readonly<Record<string, unknown>>;
  readonly markdown: string;
  readonly findings: readonly string[];
  readonly headlines: readonly string[];
}

/** Everything that the store holds whole, whenever it was measured. */
export function reportOf(parts: readonly Part<unknown>[], store: Store, cases: number): Report {
  const sections = parts.flatMap((part) => {
    const blocks = part.blocks(cases);
    if (!blocks.every((block) => store.has(block))) return [];
    return [{ key: part.key, ...part.section(blocks.map((block) => store.read(block))) }];
  });
  const head = `# Measurements

Written by \`npm run measure -- --cases ${cases}\`; nothing here is typed by hand.`;
  return {
    summary: Object.fromEntries(sections.map(({ key, summary }) => [key, summary])),
    markdown: `${[head, ...sections.map(({ markdown }) => markdown)].join('\n\n')}\n`,
    findings: sections.flatMap(({ findings }) => findings),
    headlines: sections.flatMap(({ headline }) => headline ?? []),
  };
}
