import { cancelExecution, createExecution, writeStdin } from "../api/client";
import { followEvents } from "../api/events";
import { ProblemError, type Problem, unanswered } from "../api/problem";
import type { ExecutionEvent, ExecutionRequest, Finished, Limits, Output, Timings } from "../api/types";
import { OutputBuffer } from "../output/buffer";
import { ChunkDecoder } from "../output/decode";
import { type Action, admits, type ExecutionView, idle, isActive, reduce } from "./view";

export interface Snapshot {
  view: ExecutionView;
  compile: OutputBuffer;
  run: OutputBuffer;
  clock: Clock;
  /** The last run that was timed. It stays in sight until the next one is. */
  timed?: { finished: Finished & { timings: Timings }; clock: Clock; warm: boolean | undefined };
}

/** When the button was pressed, and what came when after it, by this browser's clock. */
export interface Clock {
  startedAt: number;
  firstOutputMs?: number;
  endedMs?: number;
}

// The first change shows in the next frame; a flood of them at 25 a second, or as seldom as leaves time for keys.
const everyMs = 40;
const mostDrawing = 0.2;

/** One run at a time: does the I/O, keeps the state, and tells listeners now and then, not of each event. */
export class Session {
  #snapshot: Snapshot = { view: idle, compile: new OutputBuffer(), run: new OutputBuffer(), clock: { startedAt: 0 } };
  #decoders = { compile: new ChunkDecoder(), run: new ChunkDecoder() };
  #listeners = new Set<() => void>();
  #frame = 0;
  #changed = false;
  #restsUntil = 0;
  #unfollow = () => {};
  #typed = Promise.resolve();

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.#snapshot;

  async start(request: ExecutionRequest, limits: Limits): Promise<void> {
    if (isActive(this.#snapshot.view)) return;
    this.#unfollow();
    this.#snapshot = { ...this.#snapshot, clock: { startedAt: performance.now() } };
    this.#clearOutput();
    this.#dispatch({ type: "send", interactive: request.interactive === true, limits });
    try {
      const id = await createExecution(request);
      this.#dispatch({ type: "sent", id });
      this.#unfollow = followEvents(id, {
        event: (event) => this.#receive(event),
        connection: (up) => this.#dispatch({ type: "connection", up }),
        lost: () => this.#dispatch({ type: "lose" }),
      });
      if (this.#snapshot.view.stopping) await this.#cancel(id);
    } catch (error) {
      this.#dispatch({ type: "refuse", problem: problemOf(error) });
    }
  }

  async stop(): Promise<void> {
    const { id, stopping } = this.#snapshot.view;
    if (stopping || !isActive(this.#snapshot.view)) return;
    this.#dispatch({ type: "stop" });
    if (id) await this.#cancel(id);
  }

  /** One line to the program's stdin, or its end. Calls keep their order. */
  type(text: string, eof = false): void {
    const { id, interactive, stdinEnded } = this.#snapshot.view;
    if (!id || !interactive || stdinEnded) return;
    if (text) this.#snapshot.run.append("stdin", text);
    if (eof) this.#dispatch({ type: "endStdin" });
    this.#notify();
    this.#typed = this.#typed
      .then(() => writeStdin(id, text, eof))
      .catch((error) => this.#stdinFailed(id, problemOf(error)));
  }

  async #cancel(id: string): Promise<void> {
    try {
      await cancelExecution(id);
    } catch (error) {
      this.#dispatch({ type: "stopFailed", problem: problemOf(error) });
    }
  }

  #stdinFailed(id: string, problem: Problem): void {
    if (id !== this.#snapshot.view.id || !isActive(this.#snapshot.view)) return;
    if (problem.status === 409) this.#dispatch({ type: "endStdin" });
    else this.#dispatch({ type: "stopFailed", problem });
  }

  #receive(event: ExecutionEvent): void {
    const { view } = this.#snapshot;
    if (!admits(view, event)) return;
    if (event.attempt > view.attempt) this.#clearOutput();
    if (event.type === "output") this.#print(event);
    if (event.type === "finished") this.#end(event);
    this.#dispatch({ type: "event", event });
  }

  #print(event: Output): void {
    const text = this.#decoders[event.phase].decode(event);
    this.#snapshot[event.phase].append(event.stream, text);
    if (event.phase === "run") this.#time("firstOutputMs");
  }

  #end(finished: Finished): void {
    this.#time("endedMs");
    const { clock, view } = this.#snapshot;
    const { timings } = finished;
    if (timings) this.#snapshot = { ...this.#snapshot, timed: { finished: { ...finished, timings }, clock, warm: view.runner?.warm } };
  }

  #time(key: "firstOutputMs" | "endedMs"): void {
    const { clock } = this.#snapshot;
    if (clock[key] === undefined)
      this.#snapshot = { ...this.#snapshot, clock: { ...clock, [key]: performance.now() - clock.startedAt } };
  }

  #clearOutput(): void {
    this.#decoders = { compile: new ChunkDecoder(), run: new ChunkDecoder() };
    this.#snapshot = { ...this.#snapshot, compile: new OutputBuffer(), run: new OutputBuffer() };
    this.#notify();
  }

  #dispatch(action: Action): void {
    this.#snapshot = { ...this.#snapshot, view: reduce(this.#snapshot.view, action) };
    this.#notify();
  }

  #notify(): void {
    this.#changed = true;
    if (!this.#frame) this.#schedule();
  }

  #schedule(): void {
    const wait = this.#restsUntil - performance.now();
    // A hidden tab gets no frames.
    this.#frame = wait > 0 || document.hidden ? window.setTimeout(this.#flush, wait) : requestAnimationFrame(this.#flush);
  }

  #flush = () => {
    const began = performance.now();
    const wasHidden = document.hidden;
    this.#changed = false;
    this.#snapshot = { ...this.#snapshot };
    for (const listener of this.#listeners) listener();
    // By then it is drawn. What a hidden tab's timer waits is no drawing.
    this.#frame = window.setTimeout(() => {
      this.#frame = 0;
      const drewMs = wasHidden || document.hidden ? 0 : performance.now() - began;
      this.#restsUntil = began + Math.max(everyMs, drewMs / mostDrawing);
      if (this.#changed) this.#schedule();
    });
  };
}

/** What is no problem of the server's is an answer that broke off, or was none of RCoder's. */
const problemOf = (error: unknown): Problem => (error instanceof ProblemError ? error.problem : unanswered);
