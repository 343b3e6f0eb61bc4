import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it.each(['README.md', 'README.zh.md'])(
  '%s begins with what takes seconds, and keeps the suite for developers',
  (file) => {
    const commands = [...readFileSync(file, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(
      ([, text]) => text,
    );
    expect(commands.slice(0, 2)).toEqual(['npm ci\nnpm run grade -- solutions\n', 'npx backproof learn\n']);
  },
);
