import { expect, test } from "vitest";
import { bytes, duration } from "./format";

test.each([
  [0, "0 ms"], [0.456, "0.46 ms"], [3.14159, "3.1 ms"], [45.6, "46 ms"], [999, "999 ms"], [1234, "1.23 s"],
  [12_345, "12.3 s"], [60_000, "1 min"], [61_000, "1 min 1 s"], [119_900, "2 min"],
])("%d ms is %s", (ms, words) => expect(duration(ms)).toBe(words));

test.each([
  [0, "0 B"], [1023, "1023 B"], [1024, "1 KiB"], [9_700_000, "9.3 MiB"], [256 * 2 ** 20, "256 MiB"], [2 ** 30, "1 GiB"],
])("%d bytes are %s", (count, words) => expect(bytes(count)).toBe(words));
