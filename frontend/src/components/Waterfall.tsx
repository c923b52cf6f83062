import type { Finished, Timings } from "../api/types";
import { duration } from "../execution/format";
import type { Clock } from "../execution/session";
import { spansOf, tickStep } from "../execution/waterfall";
import { useStored } from "../storage/useStored";
import { Icon } from "./Icon";

interface Props {
  finished: Finished & { timings: Timings };
  clock: Clock;
  warm: boolean | undefined;
  /** Of the run before the one that is under way. */
  stale: boolean;
}

const isNarrow = () => window.matchMedia("(max-width: 760px)").matches;

/** Where the time went: a table of numbers to whom reads it, bars on one time axis to whom sees it. */
export function Waterfall({ finished, clock, warm, stale }: Props) {
  const { timings, traceId } = finished;
  const [open, setOpen] = useStored(isNarrow() ? "waterfall.open.narrow" : "waterfall.open", !isNarrow());
  const spans = spansOf(timings);
  const total = Math.max(timings.totalMs, ...spans.map((it) => it.startMs + it.ms), 0.001);
  const step = tickStep(total);
  const ticks = Array.from({ length: Math.floor(total / step) + 1 }, (_, i) => i * step).filter((at) => at / total < 0.94);
  return (
    <section className={stale ? "timing stale" : "timing"} aria-label={stale ? "Timing of the run before" : "Timing"}>
      <button type="button" className="section-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="chevron" />
        Timing
        <span className="summary">{duration(timings.totalMs)} in all{warm === undefined ? "" : warm ? ", warm runner" : ", cold runner"}</span>
      </button>
      {open && (
        <>
          <table className="waterfall" style={{ "--step": `${(step / total) * 100}%` } as React.CSSProperties}>
            <caption className="visually-hidden">Where the {duration(timings.totalMs)} of this run went</caption>
            <thead>
              <tr>
                <th scope="col"><span className="visually-hidden">Part</span></th>
                <th scope="col" className="axis">
                  <span className="visually-hidden">Start</span>
                  {ticks.map((at) => (
                    <span key={at} className="tick" aria-hidden="true" style={{ left: `${(at / total) * 100}%` }}>{at === 0 ? "0" : duration(at)}</span>
                  ))}
                </th>
                <th scope="col"><span className="visually-hidden">Time taken</span></th>
              </tr>
            </thead>
            <tbody>
              {spans.map(({ key, label, meaning, startMs, ms }) => (
                <tr key={key} title={`${label}: ${meaning}, from ${duration(startMs)} for ${duration(ms)}`}>
                  <th scope="row">{label}<span className="visually-hidden"> ({meaning})</span></th>
                  <td className="track">
                    <span className="visually-hidden">from {duration(startMs)}</span>
                    <span className={`bar ${key}`} aria-hidden="true" style={{ left: `${(startMs / total) * 100}%`, width: `${(ms / total) * 100}%` }} />
                  </td>
                  <td className="number">{duration(ms)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="timing-note">
            <span>
              In this browser{clock.firstOutputMs !== undefined && `, first output after ${duration(clock.firstOutputMs)}`}
              {clock.endedMs !== undefined && `, the end after ${duration(clock.endedMs)}`}.
            </span>
            {traceId && <span className="trace">Trace <code>{traceId}</code></span>}
          </p>
        </>
      )}
    </section>
  );
}
