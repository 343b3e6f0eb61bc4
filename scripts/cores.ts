/** Part of the build: writes down of which draws the cores of the exercises are made. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exercises } from '../src/grader/exercises.js';
import { partsOf } from '../src/grader/parts.js';
import { coreName, type WrittenCores } from '../src/grader/written-cores.js';
import { repository } from './repository.js';

const cores: WrittenCores = Object.fromEntries(
  exercises.flatMap((exercise) =>
    partsOf(exercise).map((part) => [coreName(exercise, part.name), part.chosen]),
  ),
);

writeFileSync(join(repository, 'dist', 'grader', 'cores.json'), JSON.stringify(cores));
