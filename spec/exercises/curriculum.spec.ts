/** The chapters of the course hold what they promise. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chapters } from '../../src/grader/course.js';
import { curriculum } from '../../src/grader/exercises.js';
import { checkExercises } from '../../src/grader/own/check.js';
import { loadFolder } from '../../src/grader/own/load.js';

describe('the curriculum', () => {
  it('has its folders in the list that orders them, and all that the list has', () => {
    expect(readdirSync('curriculum').filter((name) => !curriculum.includes(name))).toEqual([]);
    expect(chapters).toEqual(curriculum);
  });

  it.each(readdirSync('curriculum'))('%s: all of it holds', async (name) => {
    const checked = await checkExercises(loadFolder(join('curriculum', name)), { runs: 10 });
    const broken = checked.flatMap(({ exercise, findings }) =>
      findings.filter(({ holds }) => !holds).map(({ what, says }) => `${exercise.id}, ${what}: ${says}`),
    );
    expect(broken).toEqual([]);
  });
});
