/** Where the implementation threw: the frames of its own traceback, in Python's form or V8's, without those of the kits. */
import { isAbsolute, relative } from 'node:path';

/** A place in a file of the adapter's, or of the library behind it. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  /** The function; null if the traceback has no name for it. */
  readonly caller: string | null;
}

/** What an error's traceback says of where it was thrown. */
export interface ThrownAt {
  /** The innermost first. */
  readonly frames?: readonly Frame[];
  /** If no frame was recognized: its last lines as they came. */
  readonly traceback?: string;
}

const most = { frames: 6, lines: 6, characters: 200 } as const;

/** Our kits, whatever runs the adapter, and Node itself: none of it threw. */
const ours = [
  /(^|[\\/])(backproof_adapter|backproof|exercise_adapter)\.py$/,
  /[\\/](node_modules[\\/]backproof|dist)[\\/].*[\\/]?(adapter-kit|adapter|chunk-\w+)\.[jt]s$/,
  /[\\/]oracle[\\/]adapter-kit\.[jt]s$/,
  /^node:/,
  /^</,
  /^internal[\\/]/,
];

export function thrownAt(traceback: string): ThrownAt {
  const lines = traceback.split('\n').filter((line) => line.trim() !== '');
  const python = lines.flatMap(pythonFrame).reverse();
  const found = [...lines.flatMap(javascriptFrame), ...python];
  const frames = found.filter(({ file }) => !ours.some((own) => own.test(file))).slice(0, most.frames);
  if (frames.length > 0) return { frames };
  if (found.length > 0 || lines.length === 0) return {};
  const last = lines.slice(-most.lines).map((line) => line.slice(0, most.characters));
  return { traceback: last.join('\n') };
}

function pythonFrame(line: string): Frame[] {
  const [found, file = '', at, caller] = /^\s*File "(.*)", line (\d+)(?:, in (.+))?$/.exec(line) ?? [];
  return found === undefined ? [] : [{ file, line: Number(at), caller: named(caller) }];
}

function javascriptFrame(line: string): Frame[] {
  const [found, caller, file = '', at] =
    /^\s*at (?:(.+?) \()?(?:file:\/\/)?([^()]+?):(\d+):\d+\)?$/.exec(line) ?? [];
  return found === undefined ? [] : [{ file, line: Number(at), caller: named(caller) }];
}

const named = (caller: string | undefined): string | null =>
  caller === undefined || caller.startsWith('<') ? null : caller;

/** One line per frame, and paths as they are from here. */
export function thrownAtText({ frames, traceback }: ThrownAt): string {
  if (frames !== undefined) return frames.map((frame) => `  ${placeText(frame)}`).join('\n');
  return traceback === undefined ? '' : `The end of its traceback:\n${traceback}`;
}

function placeText({ file, line, caller }: Frame): string {
  const place = `${fromHere(file)}:${line}`;
  return caller === null ? `at ${place}` : `at ${caller} ${place}`;
}

/** A path below this folder as it is from here; any other as it is. */
function fromHere(file: string, here = process.cwd()): string {
  const path = relative(here, file);
  return !isAbsolute(file) || path.startsWith('..') || isAbsolute(path) ? file : path;
}
