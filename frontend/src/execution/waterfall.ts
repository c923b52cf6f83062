import type { Timings } from "../api/types";

export interface Span {
  key: "queued" | "claim" | "compile" | "run" | "publish";
  label: string;
  meaning: string;
  startMs: number;
  ms: number;
}

const parts = [
  ["queued", "Queued", "until a dispatcher took it up"],
  ["claim", "Claim", "until a runner had the program"],
  ["compile", "Compile", "the compiler"],
  ["run", "Run", "the program itself"],
  ["publish", "Publish", "handing events on"],
] as const;

/** One after the other, as they happened; what did not happen (no compiler, no run) is left out. */
export function spansOf(timings: Timings): Span[] {
  let startMs = 0;
  return parts.flatMap(([key, label, meaning]) => {
    const ms = Math.max(0, timings[`${key}Ms`] ?? 0);
    const span = { key, label, meaning, startMs, ms };
    startMs += ms;
    return (key === "compile" || key === "run") && ms === 0 ? [] : [span];
  });
}

/** A round step that cuts a time axis into three to six parts. */
export function tickStep(totalMs: number): number {
  const rough = Math.max(totalMs, 0.001) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => totalMs / step <= 6) ?? 10 * power;
}
