import { describe, expect, test } from "vitest";
import { OutputBuffer, type Stream } from "./buffer";

const of = (...chunks: [Stream, string][]) => {
  const buffer = new OutputBuffer();
  for (const [stream, text] of chunks) buffer.append(stream, text);
  return buffer;
};
const lines = (buffer: OutputBuffer) =>
  Array.from({ length: buffer.lineCount }, (_, i) => `${buffer.streamOf(i)}: ${buffer.textOf(i)}`);
const texts = (text: string) => lines(of(["stdout", text])).map((it) => it.slice(8));

describe("lines", () => {
  test("are parted at line ends, wherever the chunks are cut", () => {
    expect(lines(of(["stdout", "a\nb"], ["stdout", "c\n"], ["stdout", "\n"], ["stdout", "d"]))).toEqual([
      "stdout: a", "stdout: bc", "stdout: ", "stdout: d",
    ]);
  });

  test("end with CR LF as with LF, also when a chunk ends between the two", () => {
    expect(lines(of(["stdout", "a\r"], ["stdout", "\nb\r\n"]))).toEqual(["stdout: a", "stdout: b"]);
  });

  test("belong to one stream: another one's text begins a new line", () => {
    expect(lines(of(["stdout", "name? "], ["stdin", "Ada\n"], ["stderr", "oh"], ["stdout", "hi\n"]))).toEqual([
      "stdout: name? ", "stdin: Ada", "stderr: oh", "stdout: hi",
    ]);
  });

  test("that were broken off by another stream do not end twice", () => {
    expect(lines(of(["stdout", "out"], ["stderr", "err"], ["stdout", "\n"], ["stderr", "\n\n"], ["stdout", "\nmore\n"]))).toEqual([
      "stdout: out", "stderr: err", "stderr: ", "stdout: ", "stdout: more",
    ]);
    expect(lines(of(["stdout", "? "], ["stdin", "x\n"], ["stdout", "\n"]))).toEqual(["stdout: ? ", "stdin: x", "stdout: "]);
  });

  test("that a carriage return takes back are written anew, as progress bars do", () => {
    expect(texts("done\n10 %\r20 %\r100 %\nend")).toEqual(["done", "100 %", "end"]);
    expect(lines(of(["stdout", "10 %"], ["stdout", "\r"], ["stdout", "20 %"]))).toEqual(["stdout: 20 %"]);
  });

  test("can be taken back over many pages", () => {
    const buffer = of(["stdout", "kept\n"], ["stdout", "x".repeat(100_000)], ["stdout", "y".repeat(100_000)], ["stdout", "\rz\n"]);
    expect(lines(buffer)).toEqual(["stdout: kept", "stdout: z"]);
  });

  test("have tabs as far as the next stop, and pictures of control characters", () => {
    expect(texts("a\tb\n\tc\x00\x07\x7f")).toEqual(["a       b", "        c␀␡"]);
  });

  test("are whole across pages", () => {
    const long = "0123456789".repeat(10_000);
    const buffer = of(["stdout", long], ["stdout", long], ["stdout", "\nend"]);
    expect(buffer.textOf(0)).toBe(long + long);
    expect(buffer.runsOf(0, 99_990, 100_010)).toEqual([{ text: "01234567890123456789", style: 0 }]);
  });
});

describe("styles", () => {
  test("part a line where they change", () => {
    const buffer = of(["stdout", "a\x1b[31mb\x1b[1mc\x1b[0md\n"]);
    expect(buffer.textOf(0)).toBe("abcd");
    expect(buffer.runsOf(0, 0, 4)).toEqual([
      { text: "a", style: 0 }, { text: "b", style: 2 }, { text: "c", style: 2 + 32 }, { text: "d", style: 0 },
    ]);
    expect(buffer.runsOf(0, 1, 2)).toEqual([{ text: "b", style: 2 }]);
  });

  test("of one stream do not colour the other", () => {
    const buffer = of(["stdout", "\x1b[31mred\n"], ["stderr", "plain\n"], ["stdout", "red\n"]);
    expect([0, 1, 2].map((line) => buffer.runsOf(line, 0, 9)[0]?.style)).toEqual([2, 0, 2]);
  });
});

test("what came is kept as it came, for copying", () => {
  const buffer = of(["stdout", "\x1b[31ma\tb\r\n"], ["stdin", "typed\n"], ["stderr", "é\n"]);
  expect(buffer.raw("stdout", "stderr")).toBe("\x1b[31ma\tb\r\né\n");
  expect(buffer.bytes).toBe(10 + 3);
});

test("ten million characters in short lines are taken in within two seconds", () => {
  const chunk = "0123456789abcde\n".repeat(4096);
  const buffer = new OutputBuffer();
  const start = performance.now();
  for (let i = 0; i < 160; i++) buffer.append("stdout", chunk);
  expect(buffer.lineCount).toBe(160 * 4096);
  expect(buffer.textOf(buffer.lineCount - 1)).toBe("0123456789abcde");
  expect(performance.now() - start).toBeLessThan(2000);
});
