/** What the readers of reports take, each written down in spec/fixtures/schemas with its source. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

export type Format =
  | 'gradescope'
  | 'github'
  | 'classroom50'
  | 'exercism'
  | 'exercism-analysis'
  | 'prairielearn'
  | 'ctrf'
  | 'junit';

const ajv = new Ajv2020({ strict: false, allErrors: true });

export function expectToFit(format: Format, value: unknown): void {
  const file = `spec/fixtures/schemas/${format}.schema.json`;
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  expect(validated(schema, value)).toEqual([]);
}

/** What does not fit this schema. */
export function validated(schema: object, value: unknown): readonly unknown[] {
  ajv.validate(schema, value);
  return ajv.errors ?? [];
}

export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const parser = `
import json, sys, xml.etree.ElementTree as tree
def plain(element):
    return {'tag': element.tag, 'attributes': element.attrib, 'children': [plain(each) for each in element], 'text': element.text or ''}
json.dump(plain(tree.fromstring(sys.stdin.buffer.read())), sys.stdout)`;

/** What an XML parser that is none of ours makes of a text: Python's. It throws on what is not well-formed. */
export function parsedXml(text: string): Element {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', parser], { input: text, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Element;
}

/** The rows of a CSV text (RFC 4180). */
export function parsedCsv(text: string): string[][] {
  const reader = 'import csv, json, sys; json.dump(list(csv.reader(sys.stdin)), sys.stdout)';
  const { stdout } = spawnSync('python3', ['-c', reader], {
    input: text,
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf8' },
  });
  return JSON.parse(stdout) as string[][];
}
