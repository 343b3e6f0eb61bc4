/**
 * Reads a submission's files within limits before esbuild sees them: input that nobody types by hand can cost a
 * bundler minutes, or all of its stack.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';

/** Far more than anyone types. Files, their bytes, and statements are counted over all files of an exercise. */
const most = {
  files: 50,
  bytes: 1_000_000,
  allBytes: 2_000_000,
  lineLength: 50_000,
  depth: 300,
  statements: 1_000,
  // Each may double what a file stands for.
  reexports: 12,
} as const;

export const isInside = (path: string, folder: string): boolean => path.startsWith(folder + sep);

export class Sources {
  private readonly texts = new Map<string, string>();
  private bytes = 0;
  private statements = 0;
  private reexports = 0;

  /** @param folder outside of which nothing is read, links followed */
  constructor(private readonly folder: string) {}

  /** Its text, or a sentence that says why it is not read. */
  read(path: string): { readonly text: string } | { readonly why: string } {
    const known = this.texts.get(path);
    if (known !== undefined) return { text: known };
    const why = refusal(path, this.folder) ?? this.account(statSync(path).size);
    if (why !== undefined) return { why };
    const text = readFileSync(path, 'utf8');
    const excess = this.excess(text);
    if (excess !== undefined) return { why: excess };
    // A comment that names a source map would make esbuild read any file, and show it when complaining that it is not
    // a map.
    const harmless = text.replaceAll('sourceMappingURL', 'source map');
    this.texts.set(path, harmless);
    return { text: harmless };
  }

  private account(size: number): string | undefined {
    this.bytes += size;
    if (this.texts.size >= most.files) return `an exercise may have at most ${most.files} files`;
    return this.bytes > most.allBytes
      ? `the files of an exercise may have at most ${most.allBytes} bytes together`
      : undefined;
  }

  private excess(text: string): string | undefined {
    const longest = longestLine(text);
    if (longest > most.lineLength)
      return `a line has ${longest} characters, and at most ${most.lineLength} are read`;
    if (nestingOf(text) > most.depth)
      return `brackets are nested more than ${most.depth} deep; split the expression`;
    this.statements += count(text, /\b(?:import|export|require)\b/g);
    if (this.statements > most.statements)
      return `an exercise may have at most ${most.statements} imports and exports`;
    this.reexports += count(text, /\bexport\s*(?:\/[^\n]*\s*)*\*/g);
    return this.reexports > most.reexports
      ? `an exercise may have at most ${most.reexports} lines of \`export *\`; name what is exported`
      : undefined;
  }
}

/** Why a file in the submission's folder is not read. */
export function refusal(file: string, folder: string): string | undefined {
  if (!isInside(realpathSync(file), folder))
    return 'the file lies outside the folder; a link is not followed';
  if (!/\.[jt]s$/.test(file)) return 'only .ts and .js files are read';
  const { size } = statSync(file);
  return size > most.bytes ? `the file has ${size} bytes, and at most ${most.bytes} are read` : undefined;
}

function longestLine(text: string): number {
  let longest = 0;
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    longest = Math.max(longest, stop - start);
    start = stop + 1;
  }
  return longest;
}

/** How deep brackets are nested, including those in strings and comments: nobody has hundreds of those open either. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[()[\]{}]/g)) {
    depth = '([{'.includes(bracket) ? depth + 1 : Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;
