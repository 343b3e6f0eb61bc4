/** Runs tasks in their order, at most this many at a time. */
export function taking(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      // Whoever comes next takes this place.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
