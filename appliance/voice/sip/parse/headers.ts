import { canonicalName } from './header-names.ts';
import { splitList } from './tokens.ts';

/**
 * The header fields of one message, in order, as text. Nothing is interpreted until it is asked for; `typed` keeps what was.
 * Names are given in any case or compact form; values never hold a line break.
 */
export class Headers {
  #names: string[] = [];
  #values: string[] = [];
  readonly #typed = new Map<string, unknown>();

  static of(fields: Readonly<Record<string, string | readonly string[] | undefined>>): Headers {
    const headers = new Headers();
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      for (const one of typeof value === 'string' ? [value] : value) headers.add(name, one);
    }
    return headers;
  }

  add(name: string, value: string): this {
    this.#names.push(canonicalName(name));
    this.#values.push(oneLine(value));
    this.#typed.clear();
    return this;
  }

  /** Replaces every field of that name, at the place of the first. */
  set(name: string, value: string): this {
    const canonical = canonicalName(name);
    const at = this.#names.indexOf(canonical);
    if (at < 0) return this.add(canonical, value);
    for (let i = this.#names.length - 1; i > at; i--) {
      if (this.#names[i] !== canonical) continue;
      this.#names.splice(i, 1);
      this.#values.splice(i, 1);
    }
    this.#values[at] = oneLine(value);
    this.#typed.clear();
    return this;
  }

  /** Replaces the first line of that name and leaves the others (the top Via line). */
  replaceFirst(name: string, value: string): this {
    const at = this.#names.indexOf(canonicalName(name));
    if (at >= 0) this.#values[at] = oneLine(value);
    this.#typed.clear();
    return this;
  }

  /** Puts a field before all others (Via). */
  prepend(name: string, value: string): this {
    this.#names.unshift(canonicalName(name));
    this.#values.unshift(oneLine(value));
    this.#typed.clear();
    return this;
  }

  get(name: string): string | undefined {
    const at = this.#names.indexOf(canonicalName(name));
    return at < 0 ? undefined : this.#values[at];
  }

  count(name: string): number {
    const canonical = canonicalName(name);
    return this.#names.reduce((sum, existing) => sum + (existing === canonical ? 1 : 0), 0);
  }

  /** Field values of that name as they stood, one per header line. */
  all(name: string): string[] {
    const canonical = canonicalName(name);
    return this.#values.filter((_, i) => this.#names[i] === canonical);
  }

  /** Values of a header that may hold several, whether on one line or on many (RFC 3261 section 7.3.1). */
  list(name: string): string[] {
    return this.all(name).flatMap(splitList);
  }

  /** Reads a header once and keeps what `read` made of it until the headers change. */
  typed<T>(key: string, read: (headers: this) => T): T {
    if (this.#typed.has(key)) return this.#typed.get(key) as T;
    const value = read(this);
    this.#typed.set(key, value);
    return value;
  }

  *entries(): IterableIterator<[name: string, value: string]> {
    for (let i = 0; i < this.#names.length; i++) yield [this.#names[i] ?? '', this.#values[i] ?? ''];
  }

  copy(): Headers {
    const copy = new Headers();
    copy.#names = [...this.#names];
    copy.#values = [...this.#values];
    return copy;
  }
}

/** A line break inside a value would let a peer write headers of ours. */
const oneLine = (value: string): string => (/[\r\n]/.test(value) ? value.replaceAll(/[\r\n]+\s*/g, ' ') : value);
