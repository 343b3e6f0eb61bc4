/**
 * A list of numbers that are still to be written. Kernels are made for any arithmetic, and read and write plain lists
 * faster than Float64Arrays; NaN makes it a list of doubles from the start.
 */
export const unwritten = (size: number): number[] => new Array<number>(size).fill(Number.NaN);
