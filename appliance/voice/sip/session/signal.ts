/** Something that happens; whoever listens late to one that happens only once is told at once. */
export interface Signal<T> {
  on(handler: (value: T) => void): void;
  fire(value: T): void;
}

export const signal = <T>(): Signal<T> => {
  const handlers: ((value: T) => void)[] = [];
  return {
    on: (handler) => void handlers.push(handler),
    fire: (value) => {
      for (const handler of handlers) handler(value);
    },
  };
};

/** Fires at most once. */
export const latch = <T>(): Signal<T> & { readonly fired: () => boolean } => {
  const inner = signal<T>();
  let past: { readonly value: T } | null = null;
  return {
    fired: () => past !== null,
    on: (handler) => {
      if (past) handler(past.value);
      else inner.on(handler);
    },
    fire: (value) => {
      if (past) return;
      past = { value };
      inner.fire(value);
    },
  };
};
