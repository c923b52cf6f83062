import { useEffect, useRef } from "react";

export interface Shortcuts {
  run(): void;
  stop(): void;
  jump(): void;
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
export const modifier = isMac ? "⌘" : "Ctrl";

/** Wherever the focus is, Monaco included: so they are caught on the way down. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(isMac ? event.metaKey : event.ctrlKey) || event.altKey) return;
      const action =
        event.key === "Enter" ? (event.shiftKey ? "stop" : "run") : event.key.toLowerCase() === "j" && !event.shiftKey ? "jump" : undefined;
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) latest.current[action]();
    };
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  }, []);
}
