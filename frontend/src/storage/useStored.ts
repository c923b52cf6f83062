import { useCallback, useState } from "react";
import { load, save } from "./stored";

/** State that a reload does not lose. */
export function useStored<T>(key: string, fallback: T): [T, (value: T) => void] {
  const [held, setHeld] = useState({ key, value: load(key, fallback) });
  const value = held.key === key ? held.value : load(key, fallback);
  const set = useCallback(
    (next: T) => {
      save(key, next);
      setHeld({ key, value: next });
    },
    [key],
  );
  return [value, set];
}
