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
  const files: Readonly<Record<string, () => Promise<{ readonly default: string }>>>;
  export default files;
}
declare module 'virtual:pages' {
  type Language = import('../../src/texts/language.js').Language;
  /** By language and chapter, as HTML. */
  const pages: Readonly<
    Record<Language, Readonly<Record<string, () => Promise<{ readonly default: string }>>>>
  >;
  export default pages;
}
declare module 'virtual:harnesses' {
  const harnesses: Readonly<
    Record<string, () => Promise<{ readonly default: import('../../src/grader/page/host.js').Harness }>>
  >;
  export default harnesses;
}
declare module '*.css';
