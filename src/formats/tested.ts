/** A test as CTRF and JUnit report it. */
export interface Tested {
  /** What the test belongs to. */
  readonly suite: string;
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** What is wrong, in short and in full. */
  readonly failure: { readonly message: string; readonly trace: string } | undefined;
}
