import { useEffect, useState } from "react";
import { bytes, duration } from "../execution/format";
import { type ExecutionView, isActive } from "../execution/view";
import { describe, type Words } from "../execution/words";
import { Icon, type IconName } from "./Icon";

const icons: Partial<Record<Words["tone"], IconName>> = { good: "check", bad: "cross", warn: "warn" };

export function StatusStrip({ view, startedAt }: { view: ExecutionView; startedAt: number }) {
  const { tone, title, detail } = describe(view);
  const icon = icons[tone];
  return (
    <div className={`status ${tone}`} data-stage={view.stage} data-outcome={view.finished?.outcome}>
      <span className="status-mark">{icon ? <Icon name={icon} /> : <span className="dot" />}</span>
      <div className="status-words">
        <h2>{title}</h2>
        {detail && <p>{detail}</p>}
      </div>
      {isActive(view) && <Elapsed startedAt={startedAt} />}
      {view.finished && <Figures view={view} />}
    </div>
  );
}

function Figures({ view: { finished } }: { view: ExecutionView }) {
  const figures = [
    ["Exit", finished?.signal ?? finished?.exitCode?.toString()],
    ["CPU", finished?.cpuMs !== undefined && duration(finished.cpuMs)],
    ["Wall", finished?.wallMs !== undefined && duration(finished.wallMs)],
    ["Memory", finished?.peakMemoryBytes !== undefined && bytes(finished.peakMemoryBytes)],
  ] as const;
  return (
    <dl className="figures">
      {figures.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Elapsed({ startedAt }: { startedAt: number }) {
  const [now, setNow] = useState(startedAt);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, now - startedAt) / 1000;
  return <span className="elapsed" aria-hidden="true">{seconds >= 0.1 && `${seconds.toFixed(1)} s`}</span>;
}
