/**
 * Looks at a page from inside: these functions are sent to the browser, so each stands alone. The few parts of the DOM they
 * touch are described here, because the DOM's own types must not reach server code.
 */
interface Shown {
  readonly tagName: string;
  readonly className: string;
  readonly textContent: string;
  readonly parentElement: Shown | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string }>;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  checkVisibility(): boolean;
  closest(selector: string): Shown | null;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { readonly width: number; readonly height: number };
}
interface InPage {
  readonly document: {
    readonly documentElement: Shown;
    readonly activeElement: Shown | null;
    querySelectorAll(selector: string): Iterable<Shown>;
  };
  getComputedStyle(this: void, element: Shown): { readonly color: string; readonly backgroundColor: string };
}

/** Name of what has the keyboard. */
export const focusedName = (): string => {
  const { document } = globalThis as unknown as InPage;
  return document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '';
};

/** WCAG 2.2, 1.4.10: the page and its dialogs where they are wider than the window. */
export const sidewaysScroll = (): string[] => {
  const { document } = globalThis as unknown as InPage;
  return [document.documentElement, ...document.querySelectorAll('dialog')].flatMap((shown) =>
    shown.scrollWidth > shown.clientWidth ? [`${shown.tagName} ${shown.scrollWidth} > ${shown.clientWidth}`] : [],
  );
};

/** WCAG 2.2, 1.4.3: texts whose contrast to what lies under them is below 4.5 to 1. */
export const faintTexts = (): string[] => {
  const { document, getComputedStyle } = globalThis as unknown as InPage;
  const parse = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
  const linear = (value: number): number =>
    value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = ([r = 0, g = 0, b = 0]: number[]): number =>
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const under = (element: Shown): number[] => {
    for (let at: Shown | null = element; at !== null; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if ((color[3] ?? 1) === 1) return color;
    }
    return [255, 255, 255];
  };
  const hasText = (element: Shown): boolean =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  return [...document.querySelectorAll('body *')]
    .filter((shown) => hasText(shown) && shown.checkVisibility())
    .filter((shown) => shown.closest('noscript, .hidden, :disabled') === null)
    .flatMap((shown) => {
      const ink = luminance(parse(getComputedStyle(shown).color));
      const ground = luminance(under(shown));
      const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
      return contrast < 4.5 ? [`${shown.className} "${shown.textContent}" ${contrast.toFixed(2)}`] : [];
    });
};

/** WCAG 2.2, 2.5.8: buttons, and links outside of running text, below 24 px. */
export const smallTargets = (): string[] => {
  const { document } = globalThis as unknown as InPage;
  return [...document.querySelectorAll('button, summary, .rows a, .live-head a')]
    .filter((shown) => shown.checkVisibility())
    .flatMap((shown) => {
      const { width, height } = shown.getBoundingClientRect();
      return width < 24 || height < 24 ? [`${shown.className} "${shown.textContent}" ${width} x ${height}`] : [];
    });
};
