import type { Problem } from "../api/problem";
import type { Assigned, Compiled, ExecutionEvent, Finished, Limits, Queued } from "../api/types";

/** What a person sees of one run, its output apart. */
export interface ExecutionView {
  stage: "idle" | "sending" | "accepted" | "queued" | "assigned" | "compiling" | "running" | "finished" | "refused" | "lost";
  id?: string;
  attempt: number;
  seq: number;
  connected: boolean;
  stopping: boolean;
  interactive: boolean;
  stdinEnded: boolean;
  limits?: Limits;
  queue?: Pick<Queued, "position" | "etaMs" | "reason">;
  runner?: Pick<Assigned, "pod" | "warm">;
  compiled?: Compiled;
  finished?: Finished;
  problem?: Problem;
  retry?: { attempt: number; reason: string };
}

export type Action =
  | { type: "send"; interactive: boolean; limits: Limits }
  | { type: "sent"; id: string }
  | { type: "refuse"; problem: Problem }
  | { type: "stop" }
  | { type: "stopFailed"; problem: Problem }
  | { type: "endStdin" }
  | { type: "connection"; up: boolean }
  | { type: "lose" }
  | { type: "event"; event: ExecutionEvent };

export const idle: ExecutionView = {
  stage: "idle",
  attempt: 1,
  seq: -1,
  connected: true,
  stopping: false,
  interactive: false,
  stdinEnded: false,
};

export const isActive = (view: ExecutionView): boolean =>
  !["idle", "finished", "refused", "lost"].includes(view.stage);

/** Whether it is certain that the server did not take it: it read the request, and refused it. */
export const wasNotRun = ({ stage, problem }: ExecutionView): boolean =>
  stage === "refused" && problem !== undefined && problem.status >= 400 && problem.status < 500;

/**
 * Each event once, none of an attempt that was given up, none after the end. `accepted` alone may come late, and a
 * new place in the queue repeats the `seq` of the event before it.
 */
export function admits(view: ExecutionView, event: ExecutionEvent): boolean {
  if (!isActive(view) || event.id !== view.id) return false;
  if (event.type === "accepted") return true;
  if (event.attempt < view.attempt) return false;
  return event.seq > view.seq || (event.type === "queued" && event.seq === view.seq && isWaiting(view));
}

const isWaiting = ({ stage }: ExecutionView): boolean => stage === "accepted" || stage === "queued";

export function reduce(view: ExecutionView, action: Action): ExecutionView {
  switch (action.type) {
    case "send":
      return { ...idle, stage: "sending", interactive: action.interactive, limits: action.limits };
    case "sent":
      return { ...view, stage: "accepted", id: action.id };
    case "refuse":
      return { ...view, stage: "refused", problem: action.problem };
    case "stop":
      return isActive(view) ? { ...without(view, "problem"), stopping: true } : view;
    case "stopFailed":
      return isActive(view) ? { ...view, stopping: false, problem: action.problem } : view;
    case "endStdin":
      return { ...view, stdinEnded: true };
    case "connection":
      return isActive(view) && view.connected !== action.up ? { ...view, connected: action.up } : view;
    case "lose":
      return isActive(view) ? { ...view, stage: "lost" } : view;
    case "event":
      return admits(view, action.event) ? reduceEvent(view, action.event) : view;
  }
}

function reduceEvent(before: ExecutionView, event: ExecutionEvent): ExecutionView {
  if (event.type === "accepted") return before;
  const view = {
    ...(event.attempt > before.attempt ? restarted(before) : before),
    attempt: event.attempt,
    seq: event.seq,
    connected: true,
  };
  switch (event.type) {
    case "queued":
      return { ...view, stage: "queued", queue: placed(view.queue, event) };
    case "assigned":
      return { ...view, stage: "assigned", runner: event };
    case "compiling":
      return { ...view, stage: "compiling" };
    case "compiled":
      return { ...view, compiled: event };
    case "running":
      return { ...view, stage: "running" };
    case "output":
      return view;
    case "retrying":
      return { ...view, stage: "queued", retry: { attempt: event.attempt, reason: event.reason } };
    case "finished":
      return { ...without(view, "problem"), stage: "finished", stopping: false, finished: event };
  }
}

/** The dispatcher tells why it waits, the API at which place: neither takes back what the other said. */
function placed(before: ExecutionView["queue"], { position, etaMs, reason }: Queued): NonNullable<ExecutionView["queue"]> {
  return { ...before, ...(position !== undefined && { position }), ...(etaMs !== undefined && { etaMs }), ...(reason !== undefined && { reason }) };
}

const restarted = (view: ExecutionView): ExecutionView => ({
  ...without(view, "queue", "runner", "compiled"),
  stage: "queued",
  stdinEnded: false,
});

function without<K extends keyof ExecutionView>(view: ExecutionView, ...keys: K[]): Omit<ExecutionView, K> {
  const rest = { ...view };
  for (const key of keys) delete rest[key];
  return rest;
}
