import { type RefObject, useState } from "react";
import type { Problem } from "../api/problem";
import type { Session, Snapshot } from "../execution/session";
import type { RunSettings } from "../execution/settings";
import { truncationWords } from "../execution/words";
import { CompilerSection } from "./CompilerSection";
import { Notice } from "./Notice";
import { OutputSection } from "./OutputSection";
import { ProblemNotice } from "./ProblemNotice";
import { StatusStrip } from "./StatusStrip";
import { StdinForm } from "./StdinForm";
import { Waterfall } from "./Waterfall";

/** Its title is all it says, and the status strip says that already. */
const isBare = (problem: Problem) => !problem.detail && problem.errors.length === 0 && !problem.retryAfterSeconds;

interface Props {
  snapshot: Snapshot;
  session: Session;
  settings: RunSettings;
  stdin: RefObject<HTMLInputElement | null>;
}

export function ResultPanel({ snapshot, session, settings, stdin }: Props) {
  const { view, compile, run, clock, timed } = snapshot;
  const cut = view.finished && truncationWords(view.finished, view.limits);
  const refused = view.stage === "refused";
  const [wrap, setWrap] = useState(true);
  return (
    <section className="panel result-panel" aria-label="Result">
      <StatusStrip view={view} startedAt={clock.startedAt} />
      {view.problem && !(refused && isBare(view.problem)) && <ProblemNotice problem={view.problem} titled={refused} />}
      {!view.connected && <Notice tone="warn">The connection was lost. Reconnecting; nothing of the output will be missing.</Notice>}
      {view.retry && <Notice tone="warn">The platform lost this run ({view.retry.reason}). This is attempt {view.retry.attempt}; what the one before had shown is cleared.</Notice>}
      {cut && <Notice tone="warn">{cut}</Notice>}
      {!compile.isEmpty && <CompilerSection buffer={compile} version={compile.version} failed={view.finished?.outcome === "CompilationFailed"} />}
      <OutputSection buffer={run} version={run.version} view={view} wrap={wrap} onWrap={setWrap} />
      {settings.stdinMode === "interactive" && <StdinForm view={view} session={session} field={stdin} />}
      {timed && <Waterfall {...timed} stale={view.stage !== "finished"} />}
    </section>
  );
}
