import type { ExecutionRequest, Limits, Runtime } from "../api/types";
import { splitArgs } from "./args";

/** What a person sets for the runs of one language. Empty limits: the runtime's own. */
export interface RunSettings {
  stdinMode: "interactive" | "text";
  stdin: string;
  args: string;
  seconds: string;
  memoryMiB: string;
  outputMiB: string;
}

export const defaultSettings: RunSettings = {
  stdinMode: "interactive",
  stdin: "",
  args: "",
  seconds: "",
  memoryMiB: "",
  outputMiB: "",
};

/** `versioned`: another runtime has the same language, so its name alone would not say which. */
export function requestOf(runtime: Runtime, source: string, settings: RunSettings, versioned: boolean): ExecutionRequest {
  const interactive = settings.stdinMode === "interactive";
  const args = splitArgs(settings.args);
  const limits = limitsOf(runtime, settings);
  return {
    language: runtime.language,
    ...(versioned && { version: runtime.version }),
    files: [{ name: runtime.source, content: source }],
    ...(interactive ? { interactive } : settings.stdin && { stdin: settings.stdin }),
    ...(args.length > 0 && { args }),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
}

export const effectiveLimits = (runtime: Runtime, request: ExecutionRequest): Limits => ({
  ...runtime.limits.default,
  ...request.limits,
});

function limitsOf(runtime: Runtime, settings: RunSettings): Partial<Limits> {
  const limits: Partial<Limits> = {};
  const seconds = Number(settings.seconds);
  if (seconds > 0) {
    limits.wallMs = Math.round(seconds * 1000);
    limits.cpuMs = Math.max(1, Math.min(limits.wallMs, runtime.limits.max.cpuMs));
  } else if (settings.stdinMode === "interactive") {
    // A person types slower than a program runs: all the time there is, while CPU time stays as it was.
    limits.wallMs = runtime.limits.max.wallMs;
  }
  if (Number(settings.memoryMiB) > 0) limits.memoryBytes = Math.round(Number(settings.memoryMiB) * 2 ** 20);
  if (Number(settings.outputMiB) > 0) limits.outputBytes = Math.round(Number(settings.outputMiB) * 2 ** 20);
  return limits;
}
