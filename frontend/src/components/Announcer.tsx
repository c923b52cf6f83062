import { useEffect, useRef, useState } from "react";
import { count } from "../execution/format";
import type { Snapshot } from "../execution/session";
import { isActive } from "../execution/view";
import { describe } from "../execution/words";

const everyMs = 2000;
const mostCharacters = 300;

/** What a screen reader says by itself: each stage, and new output at most every two seconds, the end of it only. */
export function Announcer({ snapshot: { view, run, compile } }: { snapshot: Snapshot }) {
  const [said, say] = useState("");
  const spoken = useRef({ buffer: run, line: 0 });
  const { title, detail } = describe(view);
  const problem = view.problem && [view.problem.detail, ...view.problem.errors.flatMap((it) => it.messages)].filter(Boolean).join(". ");

  useEffect(() => {
    if (view.stage === "idle" || view.stage === "sending" || view.stage === "accepted" || view.stage === "assigned") return;
    const lines = view.stage === "finished" ? count(run.lineCount + compile.lineCount, "line") : "";
    const rest = view.stage === "finished" ? fresh() : "";
    say([title, detail, problem, lines && `${lines} of output`, rest].filter(Boolean).join(". "));
  }, [view.stage, title, problem]);

  useEffect(() => {
    if (!isActive(view)) return;
    const timer = setInterval(() => {
      const text = fresh();
      if (text) say(text);
    }, everyMs);
    return () => clearInterval(timer);
  }, [isActive(view), run]);

  function fresh(): string {
    if (spoken.current.buffer !== run) spoken.current = { buffer: run, line: 0 };
    const from = Math.max(spoken.current.line, run.lineCount - 20);
    spoken.current.line = run.lineCount;
    let text = "";
    for (let line = from; line < run.lineCount; line++)
      text += `${run.streamOf(line) === "stderr" ? "stderr: " : ""}${run.textOf(line)}\n`;
    return text.slice(-mostCharacters);
  }

  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}
