/** docs/scoreboard.md: a table of what each tool caught, the list of bugs, and whom it blamed. */
import { table } from '../measure/numbers.js';
import type { About, Judged, Said, Where } from './judged.js';

type Found = ReadonlyMap<string, Judged>;

const titles: Readonly<Record<string, string>> = {
  'torch-full': '`torch.autograd.gradcheck`, full',
  'torch-fast': '`torch.autograd.gradcheck`, fast',
  hips: '`check_grads` of HIPS autograd',
  jax: '`jax.test_util.check_grads`',
  'ones-strict': 'all ones, 1e-6',
  'ones-loose': 'all ones, `allclose` at 1e-2',
  ours: '`backproof.gradcheck`',
};

const short: Readonly<Record<string, string>> = {
  'torch-full': 'torch',
  'torch-fast': 'torch, fast',
  hips: 'HIPS',
  jax: 'JAX',
  'ones-strict': 'ones, 1e-6',
  'ones-loose': 'ones, 1e-2',
  ours: 'backproof',
};

const wheres: readonly Where[] = ['usual', 'case'];
const places: Readonly<Record<Where, string>> = { usual: 'usual inputs', case: 'at the case' };

const count = ({ found }: Judged, where: Where, kind: 'right' | 'wrong', said: Said): number =>
  found.filter((each) => each.where === where && each.kind === kind && each.said === said).length;

const kinds = ['caught', 'missed', 'undecided', 'not asked'] as const;
const saidOf: Readonly<Record<(typeof kinds)[number], Said>> = {
  caught: 'wrong',
  missed: 'right',
  undecided: 'undecided',
  'not asked': 'not asked',
};

export const barsOf = (judged: Found) => ({
  total: bugsOf(judged).length,
  places: wheres.map((where) => places[where]),
  kinds,
  bars: [...judged].flatMap(([tool, found]) =>
    wheres.flatMap((where) =>
      kinds.map((kind) => ({
        tool: (titles[tool] ?? tool).replaceAll('`', ''),
        place: places[where],
        kind,
        count: count(found, where, 'wrong', saidOf[kind]),
      })),
    ),
  ),
});

const bugsOf = (judged: Found): readonly About[] => [...judged.values()][0]?.bugs ?? [];

const columns = ['caught', 'missed', 'right twins blamed', 'undecided', 'not asked'];

const rowOf = (tool: string, found: Judged, where: Where): readonly string[] => {
  const wrong = (said: Said) => count(found, where, 'wrong', said);
  const undecided = wrong('undecided') + count(found, where, 'right', 'undecided');
  const numbers = [
    wrong('wrong'),
    wrong('right'),
    count(found, where, 'right', 'wrong'),
    undecided,
    wrong('not asked'),
  ];
  return [titles[tool] ?? tool, ...numbers.map(String)];
};

const tableAt = (judged: Found, where: Where): string =>
  table([['', ...columns], ...[...judged].map(([tool, found]) => rowOf(tool, found, where))]);

const linkOf = (issue: string): string => {
  const [, repository, number] = /^([^#]+)#(\d+)$/.exec(issue) ?? [];
  return repository === undefined
    ? `<${issue}>`
    : `[${issue}](https://github.com/${repository}/issues/${number})`;
};

/** By tool, what it said of one bug: ✓ caught, ✗ missed, ? undecided, – not asked. */
const marks: Readonly<Record<Said, string>> = { wrong: '✓', right: '✗', undecided: '?', 'not asked': '–' };

function listOf(judged: Found): string {
  const saidBy = new Map(
    [...judged].map(([tool, { found }]) => [
      tool,
      new Map(
        found.flatMap(({ bug, kind, where, said }) => (kind === 'wrong' ? [[`${bug} ${where}`, said]] : [])),
      ),
    ]),
  );
  const cell = (tool: string, bug: string) =>
    wheres.map((where) => marks[saidBy.get(tool)?.get(`${bug} ${where}`) ?? 'not asked']).join(' ');
  const names = [...judged.keys()];
  const rows = bugsOf(judged).map(({ bug, system, issue, says }) => [
    `${system}: ${says} (${linkOf(issue)})`,
    ...names.map((tool) => cell(tool, bug)),
  ]);
  return table([['', ...names.map((tool) => short[tool] ?? tool)], ...rows]);
}

/** Right twins that were blamed or left undecided, and bugs that ours misses: each by name. */
function notes(judged: Found): string {
  const lines = [...judged].flatMap(([tool, { found }]) =>
    wheres.flatMap((where) => {
      const named = (said: Said, kind: 'right' | 'wrong') =>
        found
          .filter((each) => each.where === where && each.kind === kind && each.said === said)
          .map(({ bug }) => `\`${bug}\``);
      const said = [
        ['blamed though right', named('wrong', 'right')],
        ['right, undecided', named('undecided', 'right')],
        ['wrong, undecided', named('undecided', 'wrong')],
        ...(tool === 'ours' ? [['missed', named('right', 'wrong')] as const] : []),
      ] as const;
      return said
        .filter(([, bugs]) => bugs.length > 0)
        .map(([what, bugs]) => `- ${titles[tool] ?? tool}, ${places[where]}: ${what}: ${bugs.join(', ')}`);
    }),
  );
  return lines.join('\n');
}

export function reportOf(judged: Found): string {
  const bugs = bugsOf(judged);
  const systems = new Set(bugs.map(({ system }) => system));
  const ways = (way: string) => bugs.filter((each) => each.way === way).length;
  const versions = [...new Set([...judged.values()].map(({ version }) => version))].filter(
    (each) => each !== 'backproof',
  );
  return `# Scoreboard

Written by \`npm run bench:corpus\`. [\`corpus/\`](../corpus) has ${bugs.length} gradient bugs that were reported of ${systems.size} systems: ${ways('vjp')} in a VJP, ${ways('second')} in the VJP of a
VJP, ${ways('jvp')} in forward mode, ${ways('batched')} in a batch. Each is a public thread, one line that says what was wrong, and three functions of NumPy
written for this corpus: the value, the gradient as the bug had it, and its right twin. Each has a case that shows it, and a description of what the
function is for: shapes, and the range of its numbers.

![What each tool catches of the bugs](scoreboard.svg)

## Usual inputs

What a user gives who does not know of the bug: one sample, standard normal where any number will do, with the sizes 3, 4, 2 and 5 where the
description leaves them open. Our check gets the description, and draws 100 inputs.

The draws of our check were mended with these bugs in view, so that ours is no result on bugs unseen. Before drawn inputs had edges
([functions.md](functions.md)), our check missed 18 of the 135 bugs that the corpus had by then, and blamed no right twin.

${tableAt(judged, 'usual')}

## At the case

All get the inputs that show the bug. This says what a tool can see, not what it finds.

${tableAt(judged, 'case')}

## What each was given

- **gradcheck**: a \`torch.autograd.Function\` of the NumPy code, with the default tolerances; second order as gradgradcheck asks it, forward mode by \`check_forward_ad\`.
- **check_grads** of HIPS autograd: a primitive with these VJPs, all inputs, order 1; of JAX: \`custom_vjp\` or \`custom_jvp\`, default
  tolerances. Second order is the first order of the gradient.
- **all ones**: the gradient of the sum of all outputs, beside central differences with a step of 1e-6: an absolute 1e-6, or 1e-2 both absolute and relative,
  as courses' tests have it. First order alone.
- **backproof**: \`gradcheck\` of [adapters/python/backproof.py](../adapters/python/backproof.py), with \`jvp=\` and \`vmap=\` where the bug is there.
- _Not asked_ is what a tool has no way to ask: a batch, forward mode, second order; and float32 of gradcheck, of HIPS autograd and of all-ones tests, whose
  tolerances are for float64.
- PyTorch itself sums a gradient whose shape is that of the output before a broadcast: what lacks that sum is right there.
- What throws is caught; a right twin that throws is blamed.

${versions.join(', ')}.

${notes(judged)}

## All bugs

Per tool: at usual inputs, then at the case. ✓ caught, ✗ missed, ? undecided, – not asked.

${listOf(judged)}
`;
}
