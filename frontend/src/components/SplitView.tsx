import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useStored } from "../storage/useStored";

const narrow = window.matchMedia("(max-width: 760px)");
const clamp = (percent: number) => Math.max(20, Math.min(80, Math.round(percent * 10) / 10));

/** Two panes side by side, or one above the other in a narrow window, with a divider to drag or to move by arrow keys. */
export function SplitView({ first, second }: { first: ReactNode; second: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const [stacked, setStacked] = useState(narrow.matches);
  const [percent, setPercent] = useStored(stacked ? "split.stacked" : "split", 52);

  useEffect(() => {
    const change = () => setStacked(narrow.matches);
    narrow.addEventListener("change", change);
    return () => narrow.removeEventListener("change", change);
  }, []);

  const drag = (event: PointerEvent) => {
    const box = root.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const share = stacked ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width;
    setPercent(clamp(share * 100));
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -2, ArrowUp: -2, ArrowRight: 2, ArrowDown: 2 }[event.key];
    if (step) setPercent(clamp(percent + step));
    else if (event.key === "Home") setPercent(clamp(0));
    else if (event.key === "End") setPercent(clamp(100));
    else return;
    event.preventDefault();
  };

  return (
    <main ref={root} className={stacked ? "split stacked" : "split"} style={{ "--split": `${percent}%` } as React.CSSProperties}>
      {first}
      <div
        role="separator"
        tabIndex={0}
        className="divider"
        aria-label="Size of the editor"
        aria-orientation={stacked ? "horizontal" : "vertical"}
        aria-valuenow={Math.round(percent)}
        aria-valuemin={20}
        aria-valuemax={80}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => setPercent(52)}
        onKeyDown={press}
      />
      {second}
    </main>
  );
}
