import { expect, test } from "vitest";
import { viewportOf } from "./viewport";

test("only rows in sight are drawn, with a few around them", () => {
  expect(viewportOf(1000, 20, 2000, 400, 5)).toEqual({ height: 20_000, first: 95, count: 31, top: 1900 });
  expect(viewportOf(3, 20, 0, 400, 5)).toEqual({ height: 60, first: 0, count: 3, top: 0 });
  expect(viewportOf(0, 20, 0, 400).count).toBe(0);
});

test("more rows than a browser can be tall are reached to scale, the first and the last of them too", () => {
  const rows = 16_000_000;
  const start = viewportOf(rows, 20, 0, 400);
  expect(start.first).toBe(0);
  expect(start.height).toBeLessThanOrEqual(10_000_000);
  const end = viewportOf(rows, 20, start.height - 400, 400);
  expect(end.first + end.count).toBe(rows);
  const lastRowBottom = end.top + end.count * 20;
  expect(lastRowBottom).toBeCloseTo(start.height, 3);
});
