import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { classesOf } from "../output/ansi";
import type { OutputBuffer, Stream } from "../output/buffer";
import { type Row, RowLayout } from "../output/layout";
import { viewportOf } from "../output/viewport";
import { Icon } from "./Icon";
import { useCellSize } from "./useCellSize";

interface Props {
  buffer: OutputBuffer;
  /** The buffer changes in place: this is what tells React. */
  version: number;
  wrap: boolean;
  label: string;
  follow: boolean;
}

const unwrapped = 4000;
const names: Record<Stream, string> = { stdout: "", stderr: "err", stdin: "in" };
const spoken: Record<Stream, string> = { stdout: "", stderr: "stderr: ", stdin: "you typed: " };

/** Draws the rows in sight and no others, however many there are. */
export function OutputView({ buffer, version, wrap, label, follow }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const { columns, rowHeight, clientHeight } = useCellSize(scroller, probe);
  const layout = useMemo(() => new RowLayout(buffer, wrap ? columns : unwrapped), [buffer, wrap, columns]);
  const rows = useMemo(() => layout.update(), [layout, version]);
  const [scrollTop, setScrollTop] = useState(0);
  const [following, setFollowing] = useState(follow);
  const port = viewportOf(rows, rowHeight, scrollTop, clientHeight);

  useLayoutEffect(() => setFollowing(follow), [buffer, follow]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !following) return;
    element.scrollTop = element.scrollHeight;
    setScrollTop(element.scrollTop);
  }, [following, rows, port.height, clientHeight]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    setScrollTop(element.scrollTop);
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < rowHeight;
    if (follow) setFollowing(atEnd);
  };

  const drawn: Row[] = [];
  for (let i = port.first; i < port.first + port.count; i++) drawn.push(layout.row(i));

  return (
    <div className="output-view">
      {/* Not a live region: Announcer speaks, and does not flood. */}
      <div ref={scroller} className={wrap ? "scroller" : "scroller wide"} tabIndex={0} role="group" aria-label={label} onScroll={onScroll}>
        <span ref={probe} className="probe" aria-hidden="true">{"0".repeat(100)}</span>
        <div className="content" style={{ height: port.height }}>
          <div className="rows" style={{ transform: `translateY(${port.top}px)` }}>
            {drawn.map((row, i) => (
              // By place, not by row: at full speed every row is new, and changing its text is cheaper than making it.
              <RowView key={i} buffer={buffer} row={row} before={drawn[i - 1]} />
            ))}
          </div>
        </div>
      </div>
      {follow && !following && (
        <button type="button" className="button follow" onClick={() => setFollowing(true)}>
          <Icon name="down" />
          Follow the end
        </button>
      )}
    </div>
  );
}

function RowView({ buffer, row, before }: { buffer: OutputBuffer; row: Row; before: Row | undefined }) {
  const stream = buffer.streamOf(row.line);
  const opens = before === undefined || buffer.streamOf(before.line) !== stream;
  return (
    <div className={`row ${stream}`}>
      <span className="gutter" aria-hidden="true">{opens ? names[stream] : row.from > 0 ? "↪" : ""}</span>
      <span className="row-text">
        {row.from === 0 && spoken[stream] && <span className="visually-hidden">{spoken[stream]}</span>}
        {buffer.runsOf(row.line, row.from, row.to).map((run, i) =>
          run.style === 0 ? run.text : <span key={i} className={classesOf(run.style)}>{run.text}</span>,
        )}
      </span>
    </div>
  );
}
