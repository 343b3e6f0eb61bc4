/** The ranks that an op takes. */
export interface Ranks {
  readonly least: number;
  readonly most: number;
}
export const anyRank: Ranks = { least: 0, most: 5 };
