/** A small engine: values are arrays of numbers, and each knows how to send an adjoint to what it is made of. */
export class Value {
  constructor(data, shape, parents = [], sendBack = () => {}) {
    Object.assign(this, { data, shape, parents, sendBack, adjoint: data.map(() => 0) });
  }

  /** Adds to what other uses of this value have sent. */
  receive(adjoint) {
    this.adjoint = this.adjoint.map((sum, at) => sum + adjoint[at]);
  }
}

export function multiply(a, b) {
  const data = a.data.map((each, at) => each * b.data[at]);
  return new Value(data, a.shape, [a, b], (adjoint) => {
    a.receive(adjoint.map((each, at) => each * b.data[at]));
    b.receive(adjoint.map((each, at) => each * a.data[at]));
  });
}

export function tanh(a) {
  const data = a.data.map(Math.tanh);
  return new Value(data, a.shape, [a], (adjoint) => {
    // The mistake: 1 − y², with y the value, would be the slope.
    a.receive(adjoint.map((each, at) => each * (1 - a.data[at] ** 2)));
  });
}

export function negate(a) {
  const data = a.data.map((each) => -each);
  return new Value(data, a.shape, [a], (adjoint) => a.receive(adjoint.map((each) => -each)));
}

/** Sends the adjoints of the outputs back to all that they are made of. */
export function backward(outputs, adjoints) {
  const order = [];
  const seen = new Set();
  const visit = (value) => {
    if (seen.has(value)) return;
    seen.add(value);
    value.parents.forEach(visit);
    order.push(value);
  };
  outputs.forEach(visit);
  for (const value of order) value.adjoint = value.data.map(() => 0);
  outputs.forEach((output, at) => {
    output.receive(adjoints[at]);
  });
  for (const value of order.reverse()) value.sendBack(value.adjoint);
}
