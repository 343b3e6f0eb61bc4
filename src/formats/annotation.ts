/** GitHub's workflow commands, with which a job shows a problem beside the line that it is about. */

export interface Annotation {
  /** The path from the root of the repository, and the line: where it is known. */
  readonly file?: string;
  readonly line?: number;
  readonly title: string;
  readonly message: string;
}

/** `::error file=…,line=…,title=…::…`, in one line whatever the texts hold. */
export function annotationLine({ message, ...properties }: Annotation): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  const list = given.map(([name, value]) => `${name}=${ofProperty(String(value))}`).join(',');
  return `::error ${list}::${ofMessage(message)}`;
}

const ofMessage = (text: string): string =>
  text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

const ofProperty = (text: string): string => ofMessage(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
