import { expect, test } from "vitest";
import { AnsiParser, classesOf } from "./ansi";

const parse = (...chunks: string[]) => {
  const parser = new AnsiParser();
  const pieces: [string, string][] = [];
  for (const chunk of chunks) parser.parse(chunk, (text, style) => pieces.push([text, classesOf(style)]));
  return pieces;
};
const stripped = (...chunks: string[]) => parse(...chunks).map(([text]) => text).join("");

test.each([
  ["cursor and erase", "a\x1b[2J\x1b[10;20Hb\x1b[?25lc"],
  ["a title, ended by BEL", "ab\x1b]0;title\x07c"],
  ["a link, ended by ST", "a\x1b]8;;https://example.org\x1b\\b\x1b]8;;\x1b\\c"],
  ["a character set", "a\x1b(Bbc"],
  ["keypad and reset", "a\x1b=b\x1bcc"],
])("%s leaves no trace", (_, text) => expect(stripped(text)).toBe("abc"));

test("a sequence that is cut between chunks is still one, at every place", () => {
  const text = "a\x1b[1;31mb\x1b]0;t\x07c\x1b[0md";
  for (let cut = 1; cut < text.length; cut++)
    expect(parse(text.slice(0, cut), text.slice(cut)).map(([, classes]) => classes)).toContain("ansi-1 ansi-bold");
  for (let cut = 1; cut < text.length; cut++) expect(stripped(text.slice(0, cut), text.slice(cut))).toBe("abcd");
});

test("an escape that never becomes a sequence is not held for ever", () => {
  expect(stripped("\x1b]0;" + "x".repeat(1000))).toContain("xxx");
});

test("colours, bright ones, and 256 as far as they are the sixteen", () => {
  expect(parse("\x1b[32ma\x1b[91mb\x1b[38;5;4mc\x1b[38;5;200md\x1b[38;2;1;2;3me\x1b[3;4mf\x1b[mg")).toEqual([
    ["a", "ansi-2"], ["b", "ansi-9"], ["c", "ansi-4"], ["d", ""], ["e", ""], ["f", "ansi-italic ansi-underline"], ["g", ""],
  ]);
});

test("a background leaves the colour of the text as it was", () => {
  expect(parse("\x1b[31;48;5;7ma\x1b[41mb")).toEqual([["a", "ansi-1"], ["b", "ansi-1"]]);
});
