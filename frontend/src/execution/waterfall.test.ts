import { expect, test } from "vitest";
import { spansOf, tickStep } from "./waterfall";

test("parts follow one another, and what did not happen is left out", () => {
  const spans = spansOf({ queuedMs: 1, claimMs: 2, compileMs: 0, runMs: 10, publishMs: 0.5, totalMs: 13.5 });
  expect(spans.map(({ key, startMs, ms }) => [key, startMs, ms])).toEqual([
    ["queued", 0, 1], ["claim", 1, 2], ["run", 3, 10], ["publish", 13, 0.5],
  ]);
});

test.each([0, 0.4, 3, 7, 13.5, 99, 225, 1000, 60_000])("an axis of %d ms has a handful of ticks", (total) => {
  const ticks = total / tickStep(total);
  expect(ticks).toBeLessThanOrEqual(6);
  if (total > 0) expect(ticks).toBeGreaterThanOrEqual(2);
});
