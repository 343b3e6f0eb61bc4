import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as engine from '../../src/engine/index.js';
import { askedName } from '../../src/grader/asked.js';
import { partNames } from '../../src/grader/assignment/assignment.js';
import { exercises } from '../../src/grader/exercises.js';
import { textOf } from '../../src/grader/hints/hint.js';
import { lawsOf, probesOf } from '../../src/grader/laws.js';
import { opSentences } from '../../src/grader/op-sentences.js';
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

  it('says what may be used, and names nothing that the engine does not have', () => {
    const [, used = ''] = /\n## What you may use\n([\s\S]*?)\n## /.exec(text) ?? [];
    const called = [...used.matchAll(/`(\w+)(?:\([^`]*\))?`/g)].map(([, name = '']) => name);
    const words = ['Map', 'Set', 'null', 'undefined', 'outGrad', 'node', 'axes', 'weight', 'cachedData'];
    const others: readonly string[] = [...words, ...exercise.ops];
    expect(called.filter((name) => !(name in engine) && !others.includes(name))).toEqual([]);
    expect(used).toMatch(/`(node|tensor)\.inputs`/);
  });

  it('lists its exercises in their order', () => {
    const [, list = ''] = text.split('\n## Its exercises, in order\n');
    const listed = [...list.matchAll(/^\d+\. `([\w.-]+)`/gm)].map(([, id]) => id);
    expect(listed).toEqual(partNames(exercise).map((part) => askedName(exercise, part)));
    const sentences = [...list.matchAll(/^\d+\. `[\w.-]+` \(`\w+`\): (.*)$/gm)].map(([, said]) => said);
    const isOfOps = exercise.kind === 'rules' && exercise.ops.length > 1;
    expect(sentences).toEqual(isOfOps ? exercise.ops.map((op) => opSentences[op]) : []);
  });

  it('names every op or function that is to be written', () => {
    const [introduction = ''] = text.split('\n## The mathematics\n');
    const names = exercise.kind === 'rules' ? exercise.ops : exercise.functions;
    expect(names.filter((name) => !introduction.includes(`\`${name}\``))).toEqual([]);
  });
});
