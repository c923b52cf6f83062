import { useState } from "react";
import { bytes, count } from "../execution/format";
import type { ExecutionView } from "../execution/view";
import type { OutputBuffer } from "../output/buffer";
import { EmptyOutput } from "./EmptyOutput";
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
  const empty = buffer.isEmpty;
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
            {count(buffer.lineCount, "line")}, {bytes(buffer.bytes)}
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
      {empty ? <EmptyOutput view={view} /> : <OutputView buffer={buffer} version={version} wrap={wrap} label="What the program wrote" follow />}
    </section>
  );
}

function download(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "output.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}
