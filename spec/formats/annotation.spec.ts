import { expect, it } from 'vitest';
import { annotationLine } from '../../src/formats/annotation.js';

it('an annotation is one line, which its texts cannot end or continue', () => {
  const texts = { title: 'a, b: 100%', message: '50%\n::error::x\r' };
  expect(annotationLine({ file: 'a,b:c.py', line: 3, ...texts })).toBe(
    '::error file=a%2Cb%3Ac.py,line=3,title=a%2C b%3A 100%25::50%25%0A::error::x%0D',
  );
  expect(annotationLine({ title: 't', message: 'm' })).toBe('::error title=t::m');
});
