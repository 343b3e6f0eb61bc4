/** Links that a terminal makes clickable (OSC 8): https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Terminals that say so by a variable: nobody can ask one whether it has links. */
const programs = ['iTerm.app', 'vscode', 'WezTerm', 'ghostty', 'Hyper', 'rio', 'Tabby'];

export function showsLinks(isTerminal: boolean, environment = process.env): boolean {
  const { TERM_PROGRAM = '', VTE_VERSION = '0', TERM, FORCE_HYPERLINK, CI } = environment;
  if (FORCE_HYPERLINK !== undefined && FORCE_HYPERLINK !== '') return FORCE_HYPERLINK !== '0';
  if (!isTerminal || TERM === 'dumb' || CI !== undefined) return false;
  const variables = ['WT_SESSION', 'KITTY_WINDOW_ID', 'KONSOLE_VERSION', 'DOMTERM'];
  return (
    programs.includes(TERM_PROGRAM) ||
    Number(VTE_VERSION) >= 5000 ||
    variables.some((name) => environment[name] !== undefined)
  );
}

/** The text stays `file:line`, wherever it is shown. */
export const linker =
  (clickable: boolean) =>
  (place: string): string => {
    if (!clickable) return place;
    const [, file = place, line] = /^(.*?)(?::(\d+))?(?::\d+)?$/.exec(place) ?? [];
    const url = pathToFileURL(resolve(file)).href;
    return `\u001b]8;;${url}${line === undefined ? '' : `#${line}`}\u001b\\${place}\u001b]8;;\u001b\\`;
  };
