import type { OutputBuffer } from "../output/buffer";
import { count } from "../execution/format";
import { OutputView } from "./OutputView";

/** What the compiler said, apart from what the program says. */
export function CompilerSection({ buffer, version, failed }: { buffer: OutputBuffer; version: number; failed: boolean }) {
  return (
    <section className={failed ? "compiler failed" : "compiler"} aria-label="Compiler">
      <div className="panel-bar">
        <h3>{failed ? "Compiler errors" : "Compiler messages"}</h3>
        <span className="meta">{count(buffer.lineCount, "line")}</span>
      </div>
      <OutputView buffer={buffer} version={version} wrap label="What the compiler wrote" follow={false} />
    </section>
  );
}
