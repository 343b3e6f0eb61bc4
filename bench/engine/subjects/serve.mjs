/**
 * A subject of the bench: a process that is asked, a line of JSON at a time, to prepare a program, for its value, for the
 * processor time of a run, and for the memory of one. serve.py is the same in Python.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { functions } from '../functions.mjs';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

export class Unsupported extends Error {}

const arrays = { float32: Float32Array, float64: Float64Array };

const filled = ({ shape, salt, centre, radius }, dtype) =>
  arrays[dtype].from(
    { length: shape.reduce((a, b) => a * b, 1) },
    (_, k) => centre + radius * Math.sin(12.9898 * (k + 1) + 78.233 * salt),
  );

/** The entries with the axes in another order. */
function permuted(data, shape, order) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const turned = order.map((axis) => shape[axis]);
  return data.map((_, k) => {
    let rest = k;
    let from = 0;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      from += (rest % turned[axis]) * strides[order[axis]];
      rest = Math.floor(rest / turned[axis]);
    }
    return data[from];
  });
}
const inverse = (order) => order.map((_, axis) => order.indexOf(axis));

/** The ops of a subject; it says which it lacks. */
const opsOf = ({ name, ops }) =>
  new Proxy(ops, {
    get(_, op) {
      if (op in ops) return ops[op];
      throw new Unsupported(`${name} has no ${op}`);
    },
  });

/** A function that makes one run. */
function runOf(subject, { program, size, dtype }, tensors, wanted) {
  const own = subject.own?.[program];
  if (own !== undefined) return own(tensors, size, dtype);
  const written = functions[program];
  if (written === undefined || subject.ops === undefined) {
    throw new Unsupported(`${subject.name} has no ${program}`);
  }
  return subject.prepare(written(opsOf(subject), size), tensors, wanted);
}

async function prepared(subject, question) {
  const { program, dtype, inputs } = question;
  if (!subject.dtypes.includes(dtype)) throw new Unsupported(`${subject.name} has no ${dtype}`);
  const orders = subject.layouts?.[program] ?? [];
  const tensors = inputs.map((input, at) => {
    const data = filled(input, dtype);
    const { shape } = input;
    const order = orders[at];
    return order === undefined
      ? subject.tensor(dtype, shape, data, input.gradient)
      : subject.tensor(
          dtype,
          order.map((axis) => shape[axis]),
          permuted(data, shape, order),
          input.gradient,
        );
  });
  const wanted = inputs.flatMap(({ gradient }, at) => (gradient ? [at] : []));
  const run = await runOf(subject, question, tensors, wanted);
  const free = subject.free ?? (() => {});
  const restore = (gradient, which) => {
    const data = [...subject.read(gradient)];
    const order = orders[wanted[which]];
    return order === undefined
      ? data
      : permuted(
          data,
          order.map((axis) => inputs[wanted[which]].shape[axis]),
          inverse(order),
        );
  };
  return {
    once: () => {
      const result = run();
      if (result instanceof Promise) return result.then(free);
      free(result);
    },
    value: async () => {
      const { output, gradients = [] } = await run();
      return { output: [...subject.read(output)], gradients: gradients.map(restore) };
    },
  };
}

const micros = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** Runs for so long, in batches that make the reading of the clock small. @returns microseconds of one run */
async function sample({ once }, milliseconds, batch) {
  const begun = micros();
  let count = 0;
  let spent = 0;
  while (spent < milliseconds * 1000) {
    for (let k = 0; k < batch; k++) {
      const later = once();
      if (later !== undefined) await later;
    }
    count += batch;
    spent = micros() - begun;
  }
  return spent / count;
}

const resident = (field) =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) *
  1024;

/** By how many bytes one run raises the most memory that this process ever had. */
async function memoryOf({ once }) {
  for (let k = 0; k < 2; k++) collectGarbage();
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    throw new Unsupported(
      'this system has no /proc/self/clear_refs, with which the peak of memory is measured',
    );
  }
  const before = resident('VmRSS');
  await once();
  return resident('VmHWM') - before;
}

export async function serve(subject) {
  let program;
  let batch = 1;
  const answers = {
    hello: () => ({ name: subject.name, version: subject.version }),
    prepare: async (question) => {
      program = await prepared(subject, question);
      return {};
    },
    value: () => program.value(),
    warm: async ({ milliseconds }) => {
      const first = await sample(program, 0.001, 1);
      const each = first > 500_000 ? first : await sample(program, milliseconds, 1);
      // Reading the clock may take as long as a short run.
      batch = Math.max(1, Math.round(5000 / each));
      return { micros: each };
    },
    sample: async ({ milliseconds }) => ({ micros: await sample(program, milliseconds, batch) }),
    memory: async () => ({ bytes: await memoryOf(program) }),
  };
  const answered = async (question) => {
    try {
      return await answers[question.ask](question);
    } catch (error) {
      return error instanceof Unsupported ? { unsupported: error.message } : { error: error.stack };
    }
  };
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answered(JSON.parse(line)))}\n`);
  }
}
