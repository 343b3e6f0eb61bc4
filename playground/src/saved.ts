/** What the browser keeps: code by chapter, what passed, and the language. Nothing leaves it. */
import { isLanguage, type Language } from '../../src/texts/language.js';
import type { Failed } from './messages.js';

const prefix = 'backproof.';

export class Saved {
  /** Whether the browser refused to keep something. */
  refused = false;

  language(): Language | undefined {
    const name = this.read('language') ?? '';
    return isLanguage(name) ? name : undefined;
  }

  keepLanguage(language: Language): void {
    this.write('language', language);
  }

  code(chapter: string): string | undefined {
    return this.read(`code.${chapter}`);
  }

  keepCode(chapter: string, code: string | undefined): void {
    this.write(`code.${chapter}`, code);
  }

  isPassed(item: string): boolean {
    return this.read(`passed.${item}`) !== undefined;
  }

  keepPassed(item: string, passed: boolean): void {
    this.write(`passed.${item}`, passed ? 'yes' : undefined);
  }

  failed(item: string): Failed | undefined {
    const [topic, times] = this.read(`failed.${item}`)?.split(' ') ?? [];
    return topic === undefined || !Number.isSafeInteger(Number(times))
      ? undefined
      : { topic, times: Number(times) };
  }

  keepFailed(item: string, failed: Failed | undefined): void {
    this.write(`failed.${item}`, failed && `${failed.topic} ${failed.times}`);
  }

  private read(name: string): string | undefined {
    try {
      return localStorage.getItem(prefix + name) ?? undefined;
    } catch {
      return undefined;
    }
  }

  private write(name: string, text: string | undefined): void {
    try {
      if (text === undefined) localStorage.removeItem(prefix + name);
      else localStorage.setItem(prefix + name, text);
    } catch {
      this.refused = true;
    }
  }
}
