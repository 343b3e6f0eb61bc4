/** SVG as text: elements with escaped attributes. */
import { escaped } from '../formats/escape.js';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** @param content markup: children, or text that is escaped already */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? rounded(value) : String(value))}"`)
    .join('');
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join('')}</${name}>`;
}

export const text = (attributes: Attributes, content: string): string =>
  element('text', attributes, escaped(content));

/** A tenth of a pixel is more than anybody sees. */
const rounded = (value: number): string => String(Number(value.toFixed(1)));

/** A font in which every letter is as wide as this, in pixels: so texts can be measured without a browser. */
const letterWidth = 7.3;
export const lineHeight = 16;

/** Marks above a letter, as the bar of an adjoint, take no room. */
export const widthOf = (line: string): number => [...line.replace(/\p{M}/gu, '')].length * letterWidth;

export interface Described {
  /** The beginning of the ids in the picture, which must differ between the pictures of one page. */
  readonly id: string;
  readonly title: string;
  /** The same as the picture, in words. */
  readonly description: string;
}

/** A picture with its title and its description, for those who do not see it. */
export function picture(
  { id, title, description }: Described,
  size: { readonly width: number; readonly height: number },
  ...content: readonly string[]
): string {
  const [width, height] = [Math.ceil(size.width), Math.ceil(size.height)];
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'picture',
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-description`,
      ...{ width, height, viewBox: `0 0 ${width} ${height}` },
    },
    element('title', { id: `${id}-title` }, escaped(title)),
    element('desc', { id: `${id}-description` }, escaped(description)),
    ...content,
  );
}
