/** mathjs's prebuilt bundle: the same library as `mathjs`, importable in a fifth of the time. */
declare module 'mathjs/lib/browser/math.js' {
  import type * as mathjs from 'mathjs';

  const math: typeof mathjs;
  export default math;
}
