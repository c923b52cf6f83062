import { modifier } from "../app/useShortcuts";
import { type ExecutionView, isActive, wasNotRun } from "../execution/view";

const shortcuts = [
  [[modifier, "Enter"], "run"],
  [[modifier, "Shift", "Enter"], "stop"],
  [[modifier, "J"], "go from the program to its input, and back"],
  [["Esc", "Tab"], "leave the editor"],
] as const;

/** In place of output, where there is none. */
export function EmptyOutput({ view }: { view: ExecutionView }) {
  if (isActive(view)) return <div className="empty" />;
  if (view.stage !== "idle") return <p className="empty">{reason(view)}</p>;
  return (
    <div className="empty">
      <p>What the program writes shows here, as it comes.</p>
      <dl className="shortcuts">
        {shortcuts.map(([keys, what]) => (
          <div key={what}>
            <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function reason(view: ExecutionView): string {
  if (view.stage !== "finished") return wasNotRun(view) ? "The program was not run." : "Whether the program was run is not known.";
  if (view.finished?.outcome === "CompilationFailed") return "The program was not started.";
  return "The program wrote nothing.";
}
