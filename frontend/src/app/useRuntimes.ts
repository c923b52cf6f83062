import { useEffect, useState } from "react";
import { listRuntimes } from "../api/client";
import { ProblemError, type Problem, unreachable } from "../api/problem";
import type { Runtime } from "../api/types";

const refreshMs = 5_000;
const retryMs = 2_000;

/** The languages there are, asked again now and then: one that was not ready may have become so. */
export function useRuntimes(): { runtimes?: Runtime[]; problem?: Problem } {
  const [state, setState] = useState<{ runtimes?: Runtime[]; problem?: Problem }>({});

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const refresh = async () => {
      let next = retryMs;
      try {
        const runtimes = await listRuntimes(abort.signal);
        if (runtimes.length > 0 && runtimes.every((it) => it.ready)) next = 12 * refreshMs;
        else if (runtimes.length > 0) next = refreshMs;
        setState((before) => (JSON.stringify(before.runtimes) === JSON.stringify(runtimes) && !before.problem ? before : { runtimes }));
      } catch (error) {
        if (abort.signal.aborted) return;
        const problem = error instanceof ProblemError ? error.problem : unreachable;
        setState((before) => ({ ...before, problem }));
      }
      if (!abort.signal.aborted) timer = setTimeout(refresh, next);
    };
    void refresh();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, []);

  return state;
}
