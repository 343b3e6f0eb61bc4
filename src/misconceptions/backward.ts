/** Wrong orders and wrong accumulation: right rules, combined wrongly. */
import { add, mulScalar, type Tensor } from '../engine/index.js';
import { type BackwardMisconception, named } from './misconception.js';
import { addTo, fromTheEnd, walk, walkBack } from './walk.js';

const required = (tensors: readonly Tensor[]): Tensor[] => tensors.filter((each) => each.requiresGrad);

/** Nodes in the order in which a search first meets them; adjoints cannot be passed on in this order. */
function firstMet(start: readonly Tensor[], take: 'shift' | 'pop', inputsOf: (node: Tensor) => Tensor[]) {
  const seen = new Set<Tensor>();
  const waiting = [...start];
  while (waiting.length > 0) {
    const node = waiting[take]() as Tensor;
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...inputsOf(node));
  }
  return fromTheEnd([...seen]);
}

/** A right order: every node after its inputs. */
function inputsFirst(outputs: readonly Tensor[]): Tensor[] {
  const order = new Set<Tensor>();
  const mustWait = (input: Tensor) => input.requiresGrad && !order.has(input);
  const stack = required(outputs);
  while (stack.length > 0) {
    const node = stack.at(-1) as Tensor;
    const waitedFor = node.inputs.find(mustWait);
    if (waitedFor !== undefined) {
      stack.push(waitedFor);
    } else {
      order.add(node);
      stack.pop();
    }
  }
  return [...order];
}

const orderHint = 'When may a node hand on its adjoint? Count its consumers in a diamond.';

export const backward = named<BackwardMisconception>(
  { kind: 'backward', exercise: 'backward' },
  {
    'overwrites-where-it-must-add': {
      says: 'An adjoint is overwritten by the next one instead of added to it.',
      hint: 'In a + a, how many adjoints does a receive?',
      propagate: (order, seeds) =>
        walkBack(order, seeds, (adjoints, input, part) => adjoints.set(input, part)),
    },
    'keeps-only-the-first-adjoint': {
      breaks: 'accumulate',
      says: 'A node that already has an adjoint ignores all later ones.',
      hint: 'In a + a, how many adjoints does a receive?',
      propagate: (order, seeds) =>
        walkBack(order, seeds, (adjoints, input, part) => {
          if (!adjoints.has(input)) adjoints.set(input, part);
        }),
    },
    'averages-the-adjoints': {
      says: 'Adjoints that meet are averaged instead of added.',
      hint: 'If a grows by 1, by how much does a + a grow?',
      propagate: (order, seeds) =>
        walkBack(order, seeds, (adjoints, input, part) => {
          const sum = adjoints.get(input);
          adjoints.set(input, sum === undefined ? part : mulScalar(add(sum, part), 0.5));
        }),
    },
    'forgets-the-last-input': {
      says: 'Only the first input of each node receives its adjoint.',
      hint: 'A node has an adjoint for each of its inputs.',
      propagate: (order, seeds) =>
        walkBack(order, seeds, (adjoints, input, part, index) => {
          if (index === 0) addTo(adjoints, input, part);
        }),
    },
    'drops-the-seed-of-a-consumed-output': {
      says: 'An output that is also used further loses the adjoint that it started with.',
      hint: 'An output may have consumers: what they send is added to its own outGrad.',
      propagate(order, seeds) {
        const started = new Set(seeds.keys());
        return walkBack(order, seeds, (adjoints, input, part) => {
          if (started.delete(input)) adjoints.set(input, part);
          else addTo(adjoints, input, part);
        });
      },
    },
    'walks-in-pre-order': {
      says: 'A node is visited before all its consumers are: what they add later never reaches its inputs.',
      hint: orderHint,
      topologicalOrder: (outputs) => firstMet(required(outputs), 'shift', ({ inputs }) => required(inputs)),
    },
    'returns-the-order-reversed': {
      says: 'The order lists consumers before their inputs.',
      hint: 'propagate walks the order from its end: the outputs belong there.',
      topologicalOrder: (outputs) => fromTheEnd(inputsFirst(outputs)),
    },
    'starts-from-the-first-output-only': {
      says: 'Only what the first output depends on is put in order.',
      hint: 'There may be several outputs; each starts a walk.',
      topologicalOrder: (outputs) => inputsFirst(outputs.slice(0, 1)),
    },
    'visits-a-node-once-per-path': {
      breaks: 'linear-time',
      says: 'A shared node is visited once for every path that leads to it: the work doubles with every diamond.',
      hint: 'Sum a node’s adjoints first, and call its rule once.',
      propagate(_, seeds) {
        const adjoints = new Map<Tensor, Tensor>();
        const stack = [...seeds];
        while (stack.length > 0) {
          const [node, outGrad] = stack.pop() as [Tensor, Tensor];
          addTo(adjoints, node, outGrad);
          walk([node], new Map([[node, outGrad]]), (_adjoints, input, part) => stack.push([input, part]));
        }
        return adjoints;
      },
    },
    'recursion-overflows': {
      breaks: 'crashed',
      says: 'The order is built by recursion, which overflows on a deep graph.',
      hint: 'A graph of 20 000 steps is deeper than calls can nest: keep a stack of your own.',
      topologicalOrder(outputs) {
        const order = new Set<Tensor>();
        const visit = (node: Tensor): void => {
          if (!node.requiresGrad || order.has(node)) return;
          for (const input of node.inputs) visit(input);
          order.add(node);
        };
        for (const output of outputs) visit(output);
        return [...order];
      },
    },
    'walks-depth-first-in-pre-order': {
      says: 'A node is listed when depth-first search first meets it, before its other consumers are.',
      hint: orderHint,
      topologicalOrder: (outputs) => firstMet(required(outputs), 'pop', ({ inputs }) => required(inputs)),
    },
    'walks-depth-first-from-the-first-input': {
      says: 'A node is listed before its inputs, by depth-first search from the first input on: its other consumers may come later.',
      hint: orderHint,
      topologicalOrder: (outputs) =>
        firstMet(fromTheEnd(required(outputs)), 'pop', ({ inputs }) => fromTheEnd(required(inputs))),
    },
    'marks-nodes-before-they-are-visited': {
      says: 'A node is marked as seen when it is put on the stack, and so keeps the place of its first consumer.',
      hint: orderHint,
      topologicalOrder(outputs) {
        const stack = required(outputs);
        const seen = new Set(stack);
        const order: Tensor[] = [];
        while (stack.length > 0) {
          const node = stack.pop() as Tensor;
          order.push(node);
          for (const input of node.inputs) {
            if (!input.requiresGrad || seen.has(input)) continue;
            seen.add(input);
            stack.push(input);
          }
        }
        return order.reverse();
      },
    },
    'walks-from-the-inputs': {
      says: 'The walk goes from the start of the order to its end: inputs come before what is handed to them.',
      hint: 'The order lists inputs before their consumers. Where do the adjoints come from?',
      propagate: (order, seeds) => walk(order, new Map(seeds), addTo),
    },
    'stops-at-the-first-leaf': {
      says: 'The walk ends at the first leaf that it meets, though nodes are left.',
      hint: 'A leaf has nothing to pass on. Do the others?',
      propagate(order, seeds) {
        const adjoints = new Map(seeds);
        function* untilALeaf() {
          for (const node of fromTheEnd(order)) {
            if (node.op === null || !adjoints.has(node)) return;
            yield node;
          }
        }
        return walk(untilALeaf(), adjoints, addTo);
      },
    },
    'counts-a-repeated-input-once': {
      breaks: 'accumulate',
      says: 'An input that is given twice to one op gets its adjoint once.',
      hint: 'If a grows by 1, by how much does a + a grow?',
      propagate: (order, seeds) =>
        walkBack(order, seeds, (adjoints, input, part, index, node) => {
          if (node.inputs.indexOf(input) === index) addTo(adjoints, input, part);
        }),
    },
    'starts-without-the-seeds': {
      says: 'The adjoints start empty: what the outputs were given is never used.',
      hint: 'Where does the first outGrad come from?',
      propagate: (order) => walkBack(order, new Map(), addTo),
    },
  },
);
