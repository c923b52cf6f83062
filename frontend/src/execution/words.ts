import type { Finished, Limits, Outcome } from "../api/types";
import { bytes, count, duration } from "./format";
import type { ExecutionView } from "./view";

export interface Words {
  tone: "neutral" | "busy" | "good" | "bad" | "warn";
  title: string;
  detail?: string;
}

const signals: Record<string, string> = {
  SIGSEGV: "it touched memory that is not its own",
  SIGABRT: "it aborted itself",
  SIGFPE: "an arithmetic error, such as a division by zero",
  SIGILL: "it ran an illegal instruction",
  SIGBUS: "it touched memory that is not there",
  SIGKILL: "it was killed",
  SIGTERM: "it was asked to end",
  SIGPIPE: "it wrote to a pipe that nobody reads",
  SIGSYS: "it made a system call that the sandbox refuses",
  SIGXFSZ: "it wrote a file that was too large",
};

/** How a run stands, or how it ended, in one line and at most one more. */
export function describe(view: ExecutionView): Words {
  if (view.stopping && view.stage !== "finished") return { tone: "busy", title: "Stopping…" };
  switch (view.stage) {
    case "idle":
      return { tone: "neutral", title: "Ready" };
    case "sending":
      return { tone: "busy", title: "Sending…" };
    case "accepted":
      return { tone: "busy", title: "Accepted, waiting for a runner…" };
    case "queued":
      return queued(view);
    case "assigned":
      return { tone: "busy", title: "Starting…" };
    case "compiling":
      return { tone: "busy", title: "Compiling…" };
    case "running":
      return { tone: "busy", title: "Running…" };
    case "refused":
      return { tone: "bad", title: view.problem?.title ?? "It was refused" };
    case "lost":
      return { tone: "bad", title: "The server no longer knows this run", detail: "It was restarted, or the run is too old. Run it again." };
    case "finished":
      return view.finished ? ended(view.finished, view) : { tone: "neutral", title: "Finished" };
  }
}

function queued({ queue, retry }: ExecutionView): Words {
  if (!queue) return { tone: "busy", title: retry ? "Trying again…" : "Waiting for a runner…" };
  const eta = queue.etaMs ? `, about ${duration(queue.etaMs)}` : "";
  return { tone: "busy", title: `${waiting(queue.position)}${eta}…`, ...(queue.reason && { detail: queue.reason }) };
}

function waiting(position: number | undefined): string {
  if (position === undefined) return "Waiting for a runner";
  return position > 0 ? `Waiting: ${count(position, "run")} before this one` : "Waiting: next in line";
}

function ended(end: Finished, { limits, compiled }: ExecutionView): Words {
  const words = outcomeWords(end.outcome, end, limits);
  if (end.outcome === "CompilationFailed" && compiled && compiled.outcome !== "Failed")
    return { ...words, title: `It did not compile. ${outcomeWords(compiled.outcome, compiled, undefined, "the compiler").title}` };
  const detail = end.message ?? words.detail;
  return { ...words, ...(detail && { detail }) };
}

export function outcomeWords(
  outcome: Outcome,
  end: { exitCode?: number; signal?: string },
  limits?: Limits,
  who = "it",
): Words {
  const past = (what: string, limit: string | undefined) =>
    ({ tone: "warn", title: `Stopped: ${who} ${what} ${limit ?? "its limit"}` }) as const;
  switch (outcome) {
    case "Succeeded":
      return { tone: "good", title: `Finished with exit code ${end.exitCode ?? 0}` };
    case "Failed":
      return { tone: "bad", title: `Finished with exit code ${end.exitCode ?? "unknown"}` };
    case "CompilationFailed":
      return { tone: "bad", title: "It did not compile" };
    case "TimeLimitExceeded":
      return past("ran longer than", limits && duration(limits.wallMs));
    case "CpuLimitExceeded":
      return past("used more CPU time than", limits && duration(limits.cpuMs));
    case "MemoryLimitExceeded":
      return past("used more memory than", limits && bytes(limits.memoryBytes));
    case "OutputLimitExceeded":
      return past("wrote more output than", limits && bytes(limits.outputBytes));
    case "Signalled": {
      const meaning = signals[end.signal ?? ""];
      return { tone: "bad", title: `Ended by ${end.signal ?? "a signal"}${meaning ? `: ${meaning}` : ""}` };
    }
    case "Cancelled":
      return { tone: "warn", title: "Stopped, as you asked" };
    case "Expired":
      return { tone: "warn", title: "Not run: no runner was free before its deadline" };
    case "PlatformError":
      return {
        tone: "bad",
        title: "RCoder could not run it",
        detail: "Your program is not to blame. Run it again.",
      };
    default:
      return { tone: "neutral", title: outcome };
  }
}

/** What was cut from the output, or nothing. */
export function truncationWords(end: Finished, limits?: Limits): string | undefined {
  const cut = (["stdout", "stderr"] as const).filter((stream) => end.truncated?.[stream]);
  if (cut.length === 0) return undefined;
  const at = limits ? ` at ${bytes(limits.outputBytes)}` : "";
  return `${cut.join(" and ")} ${cut.length > 1 ? "were" : "was"} cut${at}; the program ran on. Raise the output limit to see more.`;
}
