/** docs/learn.svg: what `backproof learn` says of a wrong transpose, from a run; a spec holds that it is current. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escaped } from '../src/formats/escape.js';
import { repository } from './repository.js';
import type { WrittenFile } from './rewrite.js';

export const terminalPicture = (): WrittenFile => ({
  path: 'docs/learn.svg',
  text: svg(['$ npx backproof learn --once shape.transpose', ...printed()]),
});

const right = "throw new NotImplemented('Transpose.gradient');";
const wrong = 'return [reshape(outGrad, node.inputs[0].shape)];';

/** The lines that the command prints, in a folder of its own in which the rule is wrong. */
function printed(): readonly string[] {
  const parent = join(repository, '.backproof');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'picture-'));
  try {
    cpSync(join(repository, 'exercises/shape'), join(folder, 'exercises/shape'), { recursive: true });
    const file = join(folder, 'exercises/shape/shape.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace(right, wrong));
    const args = [join(repository, 'bin/backproof.js'), 'learn', '--once', 'shape.transpose', '--lang', 'en'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    if (!stdout.includes('✗ wrong')) throw new Error(`learn did not find the mistake: ${stdout}${stderr}`);
    return stdout.trimEnd().split('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [advance, leading, margin] = [8.4, 20, 16];

/** Colours have a contrast of at least 4.5 on either ground. */
const style = `text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2328;white-space:pre}
rect{fill:#f6f8fa;stroke:#d0d7de}.wrong{fill:#b3121d;font-weight:bold}.typed{font-weight:bold}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}rect{fill:#161b22;stroke:#30363d}.wrong{fill:#ff8182}}`;

function svg(lines: readonly string[]): string {
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * advance + 2 * margin);
  const height = lines.length * leading + 2 * margin;
  const rows = lines.flatMap((line, row) =>
    line === '' ? [] : [text(line, margin + (row + 0.75) * leading)],
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="a terminal">
<style>${style}</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${rows.join('\n')}
</svg>
`;
}

/** Each word stands at its column, whatever the width of a font's letters. */
function text(line: string, y: number): string {
  const words = [...line.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const kind =
      line.startsWith('✗') || /^\[.+\]$/.test(word)
        ? ' class="wrong"'
        : line.startsWith('$')
          ? ' class="typed"'
          : '';
    return `<tspan x="${(margin + index * advance).toFixed(1)}"${kind}>${escaped(word)}</tspan>`;
  });
  return `<text y="${y}">${words.join(' ')}</text>`;
}
