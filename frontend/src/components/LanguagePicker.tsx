import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Runtime } from "../api/types";
import { displayName, reasonOf } from "../execution/languages";
import { Icon } from "./Icon";

interface Props {
  runtimes: Runtime[] | undefined;
  value: Runtime | undefined;
  onChoose(runtime: Runtime): void;
}

/** A select-only combobox (WAI-ARIA). What is not ready can be reached and read, but not chosen. */
export function LanguagePicker({ runtimes, value, onChoose }: Props) {
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const options = sorted(runtimes ?? []);

  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => !root.current?.contains(event.target as Node) && setOpen(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  useEffect(() => {
    if (open) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [open, active, id]);

  const show = () => {
    setActive(Math.max(0, options.findIndex((it) => it.name === value?.name)));
    setOpen(true);
  };
  const choose = (option: Runtime | undefined) => {
    if (!option?.ready) return;
    onChoose(option);
    setOpen(false);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    if (!open) {
      if (!["ArrowDown", "ArrowUp", "Enter", " "].includes(event.key)) return;
      event.preventDefault();
      return show();
    }
    const move = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: options.length - 1 }[event.key];
    if (move !== undefined) setActive(Math.max(0, Math.min(options.length - 1, move)));
    else if (event.key === "Enter" || event.key === " ") choose(options[active]);
    else if (event.key === "Escape" || event.key === "Tab") return setOpen(false);
    else if (event.key.length === 1) {
      const after = [...options.keys()].map((i) => (active + 1 + i) % options.length);
      const found = after.find((i) => displayName(options[i] as Runtime).toLowerCase().startsWith(event.key.toLowerCase()));
      if (found !== undefined) setActive(found);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="picker" ref={root} onBlur={(event) => !root.current?.contains(event.relatedTarget) && setOpen(false)}>
      <button
        type="button"
        role="combobox"
        className="button picker-button"
        aria-label="Language"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open ? `${id}-${active}` : undefined}
        onClick={() => (open ? setOpen(false) : show())}
        onKeyDown={press}
      >
        <span className="picker-name">{value ? displayName(value) : runtimes ? "No languages" : "Loading…"}</span>
        <span className="picker-version">{value?.version}</span>
        <Icon name="chevron" />
      </button>
      <ul id={`${id}-list`} role="listbox" aria-label="Languages" className="picker-list" hidden={!open}>
        {options.map((option, index) => (
          <li
            key={option.name}
            id={`${id}-${index}`}
            role="option"
            data-runtime={option.name}
            aria-selected={option.name === value?.name}
            aria-disabled={!option.ready}
            className={index === active ? "active" : undefined}
            onPointerMove={() => setActive(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(option)}
          >
            <span className="option-mark">{option.name === value?.name && <Icon name="check" />}</span>
            <span className="option-name">{displayName(option)}</span>
            <span className="option-version">{option.version}</span>
            {!option.ready && <span className="option-reason">Not ready: {reasonOf(option)}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

const sorted = (runtimes: Runtime[]): Runtime[] =>
  [...runtimes].sort((a, b) => Number(b.ready) - Number(a.ready) || displayName(a).localeCompare(displayName(b)) || b.version.localeCompare(a.version, "en", { numeric: true }));
