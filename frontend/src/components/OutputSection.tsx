import { useState } from "react";
import { bytes, count } from "../execution/format";
import { type ExecutionView, isActive } from "../execution/view";
import type { OutputBuffer } from "../output/buffer";
import { modifier } from "../app/useShortcuts";
import { Icon } from "./Icon";
import { OutputView } from "./OutputView";

interface Props {
  buffer: OutputBuffer;
  version: number;
  view: ExecutionView;
  wrap: boolean;
  onWrap(wrap: boolean): void;
}

export function OutputSection({ buffer, version, view, wrap, onWrap }: Props) {
  const [copied, setCopied] = useState(-1);
  const empty = buffer.received === 0;
  const text = () => buffer.raw("stdout", "stderr");
  const copy = async () => {
    await navigator.clipboard.writeText(text()).then(() => setCopied(version), () => setCopied(-1));
  };
  return (
    <section className="output" aria-label="Output">
      <div className="panel-bar">
        <h3>Output</h3>
        {!empty && (
          <span className="meta">
            {count(buffer.lineCount, "line")}, {bytes(buffer.received)}
          </span>
        )}
        <div className="tools push">
          <button type="button" className="button quiet" aria-pressed={wrap} onClick={() => onWrap(!wrap)} title="Wrap long lines">
            <Icon name="wrap" />
            <span>Wrap</span>
          </button>
          <button type="button" className="button quiet" aria-disabled={empty} onClick={() => !empty && void copy()} title="Copy the whole output">
            <Icon name={copied === version && !empty ? "check" : "copy"} />
            <span>{copied === version && !empty ? "Copied" : "Copy"}</span>
          </button>
          <button type="button" className="button quiet" aria-disabled={empty} onClick={() => !empty && download(text())} title="Save the whole output to a file">
            <Icon name="download" />
            <span>Save</span>
          </button>
        </div>
      </div>
      {empty ? <p className="empty">{emptyWords(view)}</p> : <OutputView buffer={buffer} version={version} wrap={wrap} label="What the program wrote" follow />}
    </section>
  );
}

function emptyWords(view: ExecutionView): string {
  if (isActive(view)) return "";
  switch (view.stage) {
    case "idle":
      return `Press Run or ${modifier} ↵, and what the program writes shows here as it comes.`;
    case "finished":
      return view.finished?.outcome === "CompilationFailed" ? "The program was not started." : "The program wrote nothing.";
    default:
      return "The program was not run.";
  }
}

function download(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "output.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}
