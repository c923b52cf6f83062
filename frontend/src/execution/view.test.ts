import { describe, expect, test } from "vitest";
import type { ExecutionEvent, Limits } from "../api/types";
import { admits, type ExecutionView, idle, isActive, reduce, wasNotRun } from "./view";

const limits: Limits = { wallMs: 10_000, cpuMs: 10_000, memoryBytes: 1, outputBytes: 1, processes: 1 };
const head = { id: "e1", attempt: 1, at: "2026-01-01T00:00:00Z" };
const at = (seq: number, type: string, fields: object = {}) => ({ ...head, seq, type, ...fields }) as ExecutionEvent;

const sent = reduce(reduce(idle, { type: "send", interactive: true, limits }), { type: "sent", id: "e1" });
const after = (...events: ExecutionEvent[]): ExecutionView =>
  events.reduce((view, event) => reduce(view, { type: "event", event }), sent);

describe("a run", () => {
  test("goes from idle over its stages to finished", () => {
    const events = [
      at(0, "accepted"),
      at(1, "queued", { position: 2 }),
      at(2, "assigned", { pod: "p", warm: true }),
      at(3, "compiling"),
      at(4, "compiled", { outcome: "Succeeded" }),
      at(5, "running"),
      at(6, "output", { phase: "run", stream: "stdout", text: "42\n" }),
      at(7, "finished", { outcome: "Succeeded", exitCode: 0 }),
    ];
    const stages = events.map((_, i) => after(...events.slice(0, i + 1)).stage);
    expect(stages).toEqual(["accepted", "queued", "assigned", "compiling", "compiling", "running", "running", "finished"]);
    expect(after(...events)).toMatchObject({ seq: 7, queue: { position: 2 }, runner: { warm: true }, finished: { exitCode: 0 } });
  });

  test("that is refused carries its problem and can be followed by another", () => {
    const problem = { status: 422, title: "No", errors: [] };
    const refused = reduce(reduce(idle, { type: "send", interactive: false, limits }), { type: "refuse", problem });
    expect(refused).toMatchObject({ stage: "refused", problem });
    expect(isActive(refused)).toBe(false);
    expect(reduce(refused, { type: "send", interactive: false, limits })).not.toHaveProperty("problem");
  });

  test("that is stopped says so until it has ended", () => {
    const stopping = reduce(after(at(1, "running")), { type: "stop" });
    expect(stopping.stopping).toBe(true);
    expect(reduce(stopping, { type: "event", event: at(2, "finished", { outcome: "Cancelled" }) })).toMatchObject({
      stage: "finished",
      stopping: false,
    });
  });

  test("that could not be stopped goes on, with the reason", () => {
    const problem = { status: 503, title: "Later", errors: [] };
    const view = reduce(reduce(after(at(1, "running")), { type: "stop" }), { type: "stopFailed", problem });
    expect(view).toMatchObject({ stage: "running", stopping: false, problem });
  });

  test("whose connection drops stays where it is", () => {
    const running = after(at(1, "running"));
    const down = reduce(running, { type: "connection", up: false });
    expect(down).toMatchObject({ stage: "running", connected: false });
    expect(reduce(down, { type: "event", event: at(2, "output", { phase: "run", stream: "stdout", text: "x" }) }).connected).toBe(true);
  });

  test("that the server lost is over", () => {
    expect(isActive(reduce(sent, { type: "lose" }))).toBe(false);
  });
});

describe("an event", () => {
  const running = after(at(4, "running"));

  test("seen before is not admitted again", () => {
    expect(admits(running, at(4, "running"))).toBe(false);
    expect(admits(running, at(3, "compiling"))).toBe(false);
    expect(admits(running, at(5, "output"))).toBe(true);
  });

  test("of another run is not admitted", () => {
    expect(admits(running, { ...at(5, "output"), id: "e2" })).toBe(false);
  });

  test("of an attempt that was given up is not admitted", () => {
    const second = reduce(running, { type: "event", event: { ...at(5, "retrying", { reason: "node gone" }), attempt: 2 } });
    expect(admits(second, at(6, "output"))).toBe(false);
    expect(admits(second, { ...at(6, "output"), attempt: 2 })).toBe(true);
  });

  test("after the end is not admitted, not even another end", () => {
    const over = after(at(1, "finished", { outcome: "Succeeded" }));
    expect(admits(over, at(2, "finished", { outcome: "Failed" }))).toBe(false);
    expect(reduce(over, { type: "event", event: at(2, "finished", { outcome: "Failed" }) })).toBe(over);
  });

  test("of acceptance may come late and changes nothing", () => {
    expect(admits(running, at(0, "accepted"))).toBe(true);
    expect(reduce(running, { type: "event", event: at(0, "accepted") })).toEqual(running);
  });
});

describe("a place in the queue", () => {
  const queued = after(at(0, "accepted"), at(0, "queued", { position: 5 }));

  test("that is told under the seq of the event before it is taken, each time", () => {
    expect(queued.queue).toEqual({ position: 5 });
    const next = reduce(queued, { type: "event", event: at(0, "queued", { position: 4 }) });
    expect(next.queue).toEqual({ position: 4 });
    expect(reduce(next, { type: "event", event: at(0, "queued", { position: 1 }) }).queue).toEqual({ position: 1 });
  });

  test("and the reason to wait stand beside each other, whichever comes first", () => {
    const reasoned = reduce(queued, { type: "event", event: at(1, "queued", { reason: "the quota is used up" }) });
    expect(reasoned.queue).toEqual({ position: 5, reason: "the quota is used up" });
    const moved = reduce(reasoned, { type: "event", event: at(1, "queued", { position: 2 }) });
    expect(moved.queue).toEqual({ position: 2, reason: "the quota is used up" });
  });

  test("counts no more once a runner has it", () => {
    const assigned = reduce(queued, { type: "event", event: at(1, "assigned", { pod: "p", warm: true }) });
    expect(admits(assigned, at(1, "queued", { position: 0 }))).toBe(false);
    expect(admits(assigned, at(0, "queued", { position: 0 }))).toBe(false);
  });

  test("of an attempt that was given up is not admitted", () => {
    const again = reduce(queued, { type: "event", event: { ...at(1, "retrying", { reason: "node gone" }), attempt: 2 } });
    expect(admits(again, at(1, "queued", { position: 3 }))).toBe(false);
  });
});

test.each([
  [422, true],
  [429, true],
  [503, false],
  [0, false],
])("after status %i it is certain that nothing was run: %s", (status, certain) => {
  const problem = { status, title: "No", errors: [] };
  expect(wasNotRun(reduce(reduce(idle, { type: "send", interactive: false, limits }), { type: "refuse", problem }))).toBe(certain);
  expect(wasNotRun({ ...idle, stage: "lost" })).toBe(false);
});

test("a new attempt forgets what the one before had reached, and says why", () => {
  const compiled = after(at(1, "assigned", { pod: "p", warm: false }), at(2, "compiled", { outcome: "Succeeded" }), at(3, "running"));
  const ended = reduce(compiled, { type: "endStdin" });
  const again = reduce(ended, { type: "event", event: { ...at(4, "retrying", { reason: "pod evicted" }), attempt: 2 } });
  expect(again).toMatchObject({ stage: "queued", attempt: 2, stdinEnded: false, retry: { attempt: 2, reason: "pod evicted" } });
  expect(again).not.toHaveProperty("compiled");
  expect(again).not.toHaveProperty("runner");
});
