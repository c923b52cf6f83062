import { expect, test } from "vitest";
import type { Runtime } from "../api/types";
import { defaultSettings, effectiveLimits, requestOf } from "./settings";

const usual = { wallMs: 10_000, cpuMs: 10_000, memoryBytes: 256 * 2 ** 20, outputBytes: 2 ** 20, processes: 64 };
const max = { wallMs: 60_000, cpuMs: 30_000, memoryBytes: 2 ** 30, outputBytes: 2 ** 24, processes: 256 };
const python: Runtime = {
  name: "python-3.13", language: "python", version: "3.13.5", aliases: [], ready: true, source: "main.py",
  limits: { default: usual, max }, compiled: false,
};

test("an interactive run has all the wall time there is, as a person types slowly, and the usual CPU time", () => {
  expect(requestOf(python, "x", defaultSettings, false)).toEqual({
    language: "python", files: [{ name: "main.py", content: "x" }], interactive: true, limits: { wallMs: 60_000 },
  });
});

test("a run with its input given beforehand carries it, and keeps the runtime's limits", () => {
  expect(requestOf(python, "x", { ...defaultSettings, stdinMode: "text", stdin: "1\n", args: "a 'b c'" }, true)).toEqual({
    language: "python", version: "3.13.5", files: [{ name: "main.py", content: "x" }], stdin: "1\n", args: ["a", "b c"],
  });
});

test("limits go out as they were asked, for the server to judge, but for CPU time, which nobody asked", () => {
  const request = requestOf(python, "x", { ...defaultSettings, seconds: "90", memoryMiB: "4096", outputMiB: "0.5" }, false);
  expect(request.limits).toEqual({ wallMs: 90_000, cpuMs: 30_000, memoryBytes: 2 ** 32, outputBytes: 2 ** 19 });
  expect(effectiveLimits(python, request)).toEqual({ ...usual, ...request.limits });
});
