import { type ClipboardEvent, type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { modifier } from "../app/useShortcuts";
import type { Session } from "../execution/session";
import { type ExecutionView, isActive } from "../execution/view";

interface Props {
  view: ExecutionView;
  session: Session;
  field: RefObject<HTMLInputElement | null>;
}

/** A line at a time to the program's stdin, with what was typed before on the arrow keys, as in a terminal. */
export function StdinForm({ view, session, field }: Props) {
  const [text, setText] = useState("");
  const history = useRef<string[]>([]);
  const place = useRef(0);
  const open = view.stage === "running" && view.interactive && !view.stdinEnded;

  const send = (lines: string) => {
    session.type(lines);
    history.current.push(lines.replace(/\n$/, ""));
    place.current = history.current.length;
  };
  const end = () => {
    session.type(text, true);
    setText("");
  };
  const press = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() === "d" && event.ctrlKey) {
      event.preventDefault();
      if (open) end();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      place.current = Math.max(0, Math.min(history.current.length, place.current + (event.key === "ArrowUp" ? -1 : 1)));
      setText(history.current[place.current] ?? "");
    }
  };
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text").replace(/\r\n?/g, "\n");
    const last = pasted.lastIndexOf("\n");
    if (!open || last < 0) return;
    event.preventDefault();
    send(text + pasted.slice(0, last + 1));
    setText(pasted.slice(last + 1));
  };

  return (
    <form
      className={open ? "typing open" : "typing"}
      onSubmit={(event) => {
        event.preventDefault();
        if (!open) return;
        send(`${text}\n`);
        setText("");
      }}
    >
      <span className="prompt" aria-hidden="true">›</span>
      {/* readOnly, not disabled: the focus stays here from one run to the next. */}
      <input ref={field} className="mono" aria-label="Input to the running program" value={text} readOnly={!open} aria-disabled={!open} placeholder={placeholder(view, open)} onChange={(event) => setText(event.target.value)} onKeyDown={press} onPaste={paste} spellCheck={false} autoComplete="off" autoCapitalize="off" enterKeyHint="send" />
      <button type="submit" className="button quiet" aria-disabled={!open}>Send</button>
      <button type="button" className="button quiet" aria-disabled={!open} onClick={() => open && end()} title="End of input (Ctrl D)">
        End <kbd aria-hidden="true">Ctrl D</kbd>
        <span className="visually-hidden">the input</span>
      </button>
    </form>
  );
}

function placeholder(view: ExecutionView, open: boolean): string {
  if (open) return `Type a line, then Enter (${modifier} J comes here)`;
  if (isActive(view) && view.stdinEnded) return "The input has ended";
  return "Input, while it runs";
}
