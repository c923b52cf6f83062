import { useEffect, useSyncExternalStore } from "react";
import { useStored } from "../storage/useStored";

export type Theme = "light" | "dark";

const query = window.matchMedia("(prefers-color-scheme: dark)");

function subscribe(listener: () => void) {
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** The system's theme until a person chooses; the choice is kept. `public/theme.js` applies it before the first paint. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const system: Theme = useSyncExternalStore(subscribe, () => query.matches) ? "dark" : "light";
  const [chosen, choose] = useStored<Theme | null>("theme", null);
  useEffect(() => {
    if (chosen) document.documentElement.dataset.theme = chosen;
  }, [chosen]);
  return [chosen ?? system, choose];
}
