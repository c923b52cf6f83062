/** Browsers cap an element's height (Firefox near 17 million px): past this, scrolling is to scale. */
const tallest = 10_000_000;

export interface Viewport {
  height: number;
  first: number;
  count: number;
  /** Where the first row is drawn, in px from the top of the content. */
  top: number;
}

/** Which rows to draw for a scroll position. */
export function viewportOf(rows: number, rowHeight: number, scrollTop: number, clientHeight: number, overscan = 8): Viewport {
  const real = rows * rowHeight;
  const height = Math.min(real, tallest);
  const scrollable = Math.max(1, height - clientHeight);
  const offset = real <= tallest ? scrollTop : (Math.min(scrollTop, scrollable) / scrollable) * (real - clientHeight);
  const first = Math.max(0, Math.min(Math.floor(offset / rowHeight) - overscan, rows - 1));
  const count = Math.min(rows - first, Math.ceil(clientHeight / rowHeight) + 2 * overscan + 1);
  return { height, first, count: Math.max(0, count), top: first * rowHeight - offset + scrollTop };
}
