/** How many cells of a terminal a character fills. */
function widthOf(codePoint: number): number {
  if (codePoint < 0x300) return 1;
  if (zero.some(([from, to]) => codePoint >= from && codePoint <= to)) return 0;
  return wide.some(([from, to]) => codePoint >= from && codePoint <= to) ? 2 : 1;
}

const zero = [[0x300, 0x36f], [0x200b, 0x200f], [0x20d0, 0x20ff], [0xfe00, 0xfe0f], [0x1f3fb, 0x1f3ff]] as const;
const wide = [
  [0x1100, 0x115f], [0x2e80, 0x303e], [0x3041, 0x33ff], [0x3400, 0x4dbf], [0x4e00, 0x9fff], [0xa000, 0xa4cf],
  [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f], [0xff00, 0xff60], [0xffe0, 0xffe6], [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
] as const;

/** Where each row of a line starts when `columns` cells fit in one. */
export function rowStarts(text: string, columns: number): number[] {
  const starts = [0];
  let used = 0;
  let index = 0;
  for (const character of text) {
    const width = widthOf(character.codePointAt(0) as number);
    if (used + width > columns) {
      starts.push(index);
      used = 0;
    }
    used += width;
    index += character.length;
  }
  return starts;
}
