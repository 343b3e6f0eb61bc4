import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exercises } from '../../src/grader/exercises.js';
import { textOf } from '../../src/grader/hints/hint.js';
import { lawsOf, probesOf } from '../../src/grader/laws.js';
import { sharesOf } from '../../src/grader/shares.js';

describe.each(exercises)('the README of $id', (exercise) => {
  const text = readFileSync(`exercises/${exercise.id}/README.md`, 'utf8');

  it('has the title and the points', () => {
    expect(text).toContain(`# ${exercise.title}\n`);
    expect(text).toContain(`\`${exercise.id}.ts\` · ${exercise.points} points`);
  });

  it('holds the mathematics and a worked example', () => {
    expect(text).toContain('\n## The mathematics\n');
    expect(text).toContain('\n## A worked example\n');
  });

  it('gives the hints of the ladder, in order', () => {
    const hints = [...text.matchAll(/<summary>Hint \d<\/summary>\n\n(.*)\n<\/details>/g)].map(
      ([, hint]) => hint,
    );
    expect(hints).toEqual(exercise.hints.map(textOf));
  });

  it('names the laws that it is graded by', () => {
    const [, list = ''] = text.split('\n## How it is graded\n');
    const named = [...list.matchAll(/^- (.*)$/gm)].map(([, law]) => law);
    const laws = [
      ...lawsOf(exercise).map(({ sentence }) => sentence),
      ...probesOf(exercise).map(({ sentence }) => sentence),
    ];
    expect(named).toEqual(laws);
  });

  it('names its parts, and what each is about', () => {
    const named = [...text.matchAll(/^\| `(\S+)` +\| (.*?) +\|$/gm)].map(([, name, sentence]) => ({
      name,
      sentence,
    }));
    expect(named).toEqual(sharesOf(exercise) ?? []);
  });

  it('names every op or function that is to be written', () => {
    const [introduction = ''] = text.split('\n## The mathematics\n');
    const names = exercise.kind === 'rules' ? exercise.ops : exercise.functions;
    expect(names.filter((name) => !introduction.includes(`\`${name}\``))).toEqual([]);
  });
});
