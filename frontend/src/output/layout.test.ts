import { expect, test } from "vitest";
import { OutputBuffer } from "./buffer";
import { RowLayout } from "./layout";

function rowsOf(columns: number, ...chunks: string[]): string[] {
  const buffer = new OutputBuffer();
  const layout = new RowLayout(buffer, columns);
  let rows = 0;
  for (const chunk of chunks) {
    buffer.append("stdout", chunk);
    rows = layout.update();
  }
  return Array.from({ length: rows }, (_, i) => {
    const { line, from, to } = layout.row(i);
    return buffer.runsOf(line, from, to).map((run) => run.text).join("");
  });
}

test("a long line fills as many rows as it needs, an empty one fills one", () => {
  expect(rowsOf(4, "abcdefghi\n\nxy\n")).toEqual(["abcd", "efgh", "i", "", "xy"]);
});

test("a line that grows is laid out again, those before it are not", () => {
  expect(rowsOf(4, "ab\ncd", "efg", "h\ni")).toEqual(["ab", "cdef", "gh", "i"]);
});

test("a line that is taken back gives up its rows", () => {
  expect(rowsOf(4, "ab\n123456789", "\rz")).toEqual(["ab", "z"]);
});

test("wide characters fill two cells, combining marks none, and none is cut in two", () => {
  expect(rowsOf(4, "日本語x\n")).toEqual(["日本", "語x"]);
  expect(rowsOf(2, "e\u0301e\u0301e\u0301\n")).toEqual(["e\u0301e\u0301", "e\u0301"]);
  expect(rowsOf(3, "a😀😀b\n")).toEqual(["a😀", "😀b"]);
});
