import { expect, test } from "vitest";
import { ChunkDecoder } from "./decode";

const base64 = (...bytes: number[]) => btoa(String.fromCharCode(...bytes));

test("text comes as it is", () => {
  expect(new ChunkDecoder().decode({ stream: "stdout", text: "é" })).toBe("é");
});

test("bytes that are not UTF-8 come as replacement characters", () => {
  expect(new ChunkDecoder().decode({ stream: "stdout", base64: base64(0x61, 0xff, 0x62) })).toBe("a\ufffdb");
});

test("a character cut between two chunks is one character, and another stream's chunk between them does no harm", () => {
  const decoder = new ChunkDecoder();
  const parts = [
    decoder.decode({ stream: "stdout", base64: base64(0xff, 0xe2, 0x82) }),
    decoder.decode({ stream: "stderr", text: "!" }),
    decoder.decode({ stream: "stdout", base64: base64(0xac) }),
  ];
  expect(parts).toEqual(["\ufffd", "!", "€"]);
});
