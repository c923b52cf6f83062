/** The wire contracts (`src/RCoder.Contracts`), by hand. */

export type Outcome =
  | "Succeeded"
  | "Failed"
  | "CompilationFailed"
  | "TimeLimitExceeded"
  | "CpuLimitExceeded"
  | "MemoryLimitExceeded"
  | "OutputLimitExceeded"
  | "Signalled"
  | "Cancelled"
  | "Expired"
  | "PlatformError";

export interface Limits {
  wallMs: number;
  cpuMs: number;
  memoryBytes: number;
  outputBytes: number;
  processes: number;
}

export interface Runtime {
  name: string;
  language: string;
  version: string;
  aliases: string[];
  ready: boolean;
  message?: string | null;
  source: string;
  limits: { default: Limits; max: Limits };
  compiled: boolean;
  editor?: { monaco?: string | null; sample?: string | null } | null;
}

export interface ExecutionRequest {
  language: string;
  version?: string;
  files: { name?: string; content: string }[];
  stdin?: string;
  interactive?: boolean;
  args?: string[];
  limits?: Partial<Limits>;
}

export interface Truncation {
  stdout: boolean;
  stderr: boolean;
}

export interface Timings {
  queuedMs: number;
  claimMs: number;
  compileMs: number;
  runMs: number;
  publishMs: number;
  totalMs: number;
}

interface Event<T extends string> {
  type: T;
  id: string;
  attempt: number;
  seq: number;
  at: string;
}

export interface Accepted extends Event<"accepted"> {
  runtime: string;
  language: string;
}

/** From the log, or a new place in the queue: that one is not in the log, and repeats the `seq` of the event before it. */
export interface Queued extends Event<"queued"> {
  /** How many stand before it; absent where the server can't tell. */
  position?: number;
  etaMs?: number;
  reason?: string;
}

export interface Assigned extends Event<"assigned"> {
  runtime: string;
  pod: string;
  warm: boolean;
}

export interface Compiled extends Event<"compiled"> {
  outcome: Outcome;
  exitCode?: number;
  signal?: string;
  cpuMs: number;
  wallMs: number;
  truncated?: Truncation;
}

export interface Output extends Event<"output"> {
  phase: "compile" | "run";
  stream: "stdout" | "stderr";
  text?: string;
  base64?: string;
}

export interface Retrying extends Event<"retrying"> {
  reason: string;
}

export interface Finished extends Event<"finished"> {
  outcome: Outcome;
  exitCode?: number;
  signal?: string;
  cpuMs?: number;
  wallMs?: number;
  peakMemoryBytes?: number;
  truncated?: Truncation;
  timings?: Timings;
  runtime?: string;
  image?: string;
  traceId?: string;
  message?: string;
}

export type ExecutionEvent =
  | Accepted
  | Queued
  | Assigned
  | Event<"compiling">
  | Compiled
  | Event<"running">
  | Output
  | Retrying
  | Finished;

export const eventTypes = [
  "accepted",
  "queued",
  "assigned",
  "compiling",
  "compiled",
  "running",
  "output",
  "retrying",
  "finished",
] as const satisfies readonly ExecutionEvent["type"][];
