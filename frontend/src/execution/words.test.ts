import { describe as group, expect, test } from "vitest";
import type { Finished, Outcome } from "../api/types";
import { describe, outcomeWords, truncationWords } from "./words";
import { type ExecutionView, idle } from "./view";

const limits = { wallMs: 10_000, cpuMs: 2500, memoryBytes: 256 * 2 ** 20, outputBytes: 2 ** 20, processes: 64 };
const finished = (outcome: Outcome, fields: Partial<Finished> = {}): Finished => ({
  type: "finished", id: "e1", attempt: 1, seq: 9, at: "", outcome, ...fields,
});
const ended = (outcome: Outcome, fields: Partial<Finished> = {}, view: Partial<ExecutionView> = {}) =>
  describe({ ...idle, stage: "finished", limits, finished: finished(outcome, fields), ...view });

const words: Record<Outcome, [Partial<Finished>, string]> = {
  Succeeded: [{ exitCode: 0 }, "Finished with exit code 0"],
  Failed: [{ exitCode: 3 }, "Finished with exit code 3"],
  CompilationFailed: [{ exitCode: 1 }, "It did not compile"],
  TimeLimitExceeded: [{}, "Stopped: it ran longer than 10 s"],
  CpuLimitExceeded: [{}, "Stopped: it used more CPU time than 2.5 s"],
  MemoryLimitExceeded: [{}, "Stopped: it used more memory than 256 MiB"],
  OutputLimitExceeded: [{}, "Stopped: it wrote more output than 1 MiB"],
  Signalled: [{ signal: "SIGSEGV" }, "Ended by SIGSEGV: it touched memory that is not its own"],
  Cancelled: [{}, "Stopped, as you asked"],
  Expired: [{}, "Not run: no runner was free before its deadline"],
  PlatformError: [{}, "RCoder could not run it"],
};

group("every outcome has words", () => {
  test.each(Object.entries(words))("%s", (outcome, [fields, title]) => {
    expect(ended(outcome as Outcome, fields).title).toBe(title);
  });
});

test("a platform error does not blame the program, and gives the server's reason where there is one", () => {
  expect(ended("PlatformError").detail).toBe("Your program is not to blame. Run it again.");
  expect(ended("PlatformError", { message: "no sandbox could be made" }).detail).toBe("no sandbox could be made");
});

test("a compiler that was stopped is told from one that found errors", () => {
  const compiled = { type: "compiled", id: "e1", attempt: 1, seq: 3, at: "", outcome: "TimeLimitExceeded", cpuMs: 1, wallMs: 1 } as const;
  expect(ended("CompilationFailed", {}, { compiled }).title).toBe("It did not compile. Stopped: the compiler ran longer than its limit");
});

test("an unknown outcome or signal still reads as something", () => {
  expect(outcomeWords("Later" as Outcome, {}).title).toBe("Later");
  expect(outcomeWords("Signalled", { signal: "SIGRTMIN" }).title).toBe("Ended by SIGRTMIN");
});

test.each([
  [{ stage: "queued", queue: { position: 0 } }, "Waiting: next in line…"],
  [{ stage: "queued", queue: { position: 1 } }, "Waiting: 1 run before this one…"],
  [{ stage: "queued", queue: { position: 1200, etaMs: 4000 } }, "Waiting: 1,200 runs before this one, about 4 s…"],
  [{ stage: "queued", queue: { reason: "the quota is used up" } }, "Waiting for a runner…"],
  [{ stage: "queued", retry: { attempt: 2, reason: "x" } }, "Trying again…"],
  [{ stage: "running", stopping: true }, "Stopping…"],
  [{ stage: "compiling" }, "Compiling…"],
  [{ stage: "lost" }, "The server no longer knows this run"],
] as [Partial<ExecutionView>, string][])("%o reads as %s", (view, title) => {
  expect(describe({ ...idle, ...view }).title).toBe(title);
});

test("cut output names its streams and the bound", () => {
  expect(truncationWords(finished("Succeeded"), limits)).toBeUndefined();
  expect(truncationWords(finished("Succeeded", { truncated: { stdout: true, stderr: false } }), limits)).toMatch(/^stdout was cut at 1 MiB;/);
  expect(truncationWords(finished("Succeeded", { truncated: { stdout: true, stderr: true } }), limits)).toMatch(/^stdout and stderr were cut/);
});
