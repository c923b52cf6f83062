import { useId } from "react";
import type { Runtime } from "../api/types";
import { splitArgs } from "../execution/args";
import { bytes, duration } from "../execution/format";
import type { RunSettings } from "../execution/settings";
import { useStored } from "../storage/useStored";
import { Icon } from "./Icon";

interface Props {
  runtime: Runtime;
  settings: RunSettings;
  onChange(settings: RunSettings): void;
  /** The fields of the request that the server refused. */
  refused: string[];
}

/** What goes with the program: arguments, stdin, limits. Limits are the server's to refuse, which says why. */
export function RunSettingsForm({ runtime, settings, onChange, refused }: Props) {
  const id = useId();
  const [open, setOpen] = useStored("settings.open", false);
  const set = (part: Partial<RunSettings>) => onChange({ ...settings, ...part });
  const { default: usual, max } = runtime.limits;
  const interactive = settings.stdinMode === "interactive";
  const args = splitArgs(settings.args);

  return (
    <div className="settings">
      <button type="button" className="section-toggle" aria-expanded={open} aria-controls={`${id}-body`} onClick={() => setOpen(!open)}>
        <Icon name="chevron" />
        Arguments, input, limits
        <span className="summary">{summary(settings, args)}</span>
      </button>
      <div id={`${id}-body`} className="settings-body" hidden={!open}>
        <div className="field">
          <label htmlFor={`${id}-args`}>Arguments</label>
          <input id={`${id}-args`} className="input mono" value={settings.args} onChange={(event) => set({ args: event.target.value })} placeholder="--name 'Ada Lovelace' 42" spellCheck={false} autoComplete="off" aria-describedby={`${id}-args-note`} />
          <p id={`${id}-args-note`} className="note">
            {args.length > 0 ? <>{args.length === 1 ? "One argument:" : `${args.length} arguments:`} {args.map((it, i) => <code key={i}>{it || "(empty)"}</code>)}</> : "Separated by spaces; quote to keep spaces."}
          </p>
        </div>
        <fieldset className="field">
          <legend>Input (stdin)</legend>
          <div className="choices">
            <label><input type="radio" name={`${id}-mode`} checked={interactive} onChange={() => set({ stdinMode: "interactive" })} /> Type while it runs</label>
            <label><input type="radio" name={`${id}-mode`} checked={!interactive} onChange={() => set({ stdinMode: "text" })} /> Give it beforehand</label>
          </div>
          {!interactive && <textarea className="input mono" aria-label="Input given beforehand" rows={4} value={settings.stdin} onChange={(event) => set({ stdin: event.target.value })} spellCheck={false} placeholder="Nothing: the program finds the end of its input at once." />}
        </fieldset>
        <div className="limits">
          <NumberField label="Time, s" value={settings.seconds} onChange={(seconds) => set({ seconds })} usual={(interactive ? max.wallMs : usual.wallMs) / 1000} most={duration(max.wallMs)} refused={refused.includes("limits.wallMs") || refused.includes("limits.cpuMs")} />
          <NumberField label="Memory, MiB" value={settings.memoryMiB} onChange={(memoryMiB) => set({ memoryMiB })} usual={usual.memoryBytes / 2 ** 20} most={bytes(max.memoryBytes)} refused={refused.includes("limits.memoryBytes")} />
          <NumberField label="Output, MiB" value={settings.outputMiB} onChange={(outputMiB) => set({ outputMiB })} usual={usual.outputBytes / 2 ** 20} most={bytes(max.outputBytes)} refused={refused.includes("limits.outputBytes")} />
        </div>
      </div>
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  usual: number;
  most: string;
  refused: boolean;
}

function NumberField({ label, value, onChange, usual, most, refused }: NumberFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} className="input" inputMode="decimal" value={value} onChange={(event) => onChange(event.target.value.replace(/[^0-9.]/g, ""))} placeholder={String(Number(usual.toFixed(2)))} autoComplete="off" aria-invalid={refused} aria-describedby={`${id}-note`} />
      <p id={`${id}-note`} className="note">at most {most}</p>
    </div>
  );
}

function summary(settings: RunSettings, args: string[]): string {
  return [
    args.length > 0 && (args.length === 1 ? "1 argument" : `${args.length} arguments`),
    settings.stdinMode === "interactive" ? "interactive input" : settings.stdin ? "input given" : "no input",
    settings.seconds && `${settings.seconds} s`,
    settings.memoryMiB && `${settings.memoryMiB} MiB memory`,
    settings.outputMiB && `${settings.outputMiB} MiB output`,
  ]
    .filter(Boolean)
    .join(" · ");
}
