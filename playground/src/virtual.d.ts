/** What build/plugin.ts makes. */
declare module 'virtual:chapters' {
  const chapters: readonly import('./course.js').Chapter[];
  export default chapters;
}
declare module 'virtual:exercises' {
  const exercises: import('./course.js').Course;
  export default exercises;
}
declare module 'virtual:cores' {
  const cores: import('../../src/grader/written-cores.js').WrittenCores;
  export default cores;
}
declare module 'virtual:files' {
  const files: Readonly<
    Record<string, () => Promise<{ readonly default: { readonly stub: string; readonly readme: string } }>>
  >;
  export default files;
}
declare module 'virtual:harnesses' {
  const harnesses: Readonly<
    Record<string, () => Promise<{ readonly default: import('../../src/grader/page/host.js').Harness }>>
  >;
  export default harnesses;
}
declare module '*.css';
