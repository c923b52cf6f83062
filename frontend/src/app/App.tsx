import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { Runtime } from "../api/types";
import { Announcer } from "../components/Announcer";
import { EditorPanel } from "../components/EditorPanel";
import { ResultPanel } from "../components/ResultPanel";
import { SplitView } from "../components/SplitView";
import { TopBar } from "../components/TopBar";
import type { CodeEditorHandle } from "../editor/CodeEditor";
import { Session } from "../execution/session";
import { defaultSettings, effectiveLimits, requestOf, type RunSettings } from "../execution/settings";
import { isActive } from "../execution/view";
import { describe } from "../execution/words";
import { useStored } from "../storage/useStored";
import { useRuntimes } from "./useRuntimes";
import { useShortcuts } from "./useShortcuts";
import { useTheme } from "./useTheme";

export function App() {
  const { runtimes, problem } = useRuntimes();
  const [theme, setTheme] = useTheme();
  const [wanted, setWanted] = useStored("runtime", "");
  const runtime = useMemo(() => choose(runtimes, wanted), [runtimes, wanted]);
  const language = runtime?.language ?? "";
  const sample = runtime?.editor?.sample ?? "";
  const [stored, store] = useStored<string | null>(`source.${language}`, null);
  const source = stored ?? sample;
  // What was typed, ahead of the next render: Ctrl-Enter on the heels of a key must not run the text before it.
  const typed = useRef({ language, text: stored });
  const setSource = useCallback(
    (text: string | null) => {
      typed.current = { language, text };
      store(text);
    },
    [language, store],
  );
  const [storedSettings, setSettings] = useStored<Partial<RunSettings>>(`settings.${language}`, {});
  const settings = useMemo(() => ({ ...defaultSettings, ...storedSettings }), [storedSettings]);

  const [session] = useState(() => new Session());
  const snapshot = useSyncExternalStore(session.subscribe, session.snapshot);
  const active = isActive(snapshot.view);
  const editor = useRef<CodeEditorHandle>(null);
  const stdin = useRef<HTMLInputElement>(null);

  const run = useCallback(() => {
    if (!runtime?.ready || isActive(session.snapshot().view)) return;
    const versioned = (runtimes ?? []).filter((it) => it.language === runtime.language).length > 1;
    const text = typed.current.language === language ? (typed.current.text ?? sample) : source;
    const request = requestOf(runtime, text, settings, versioned);
    void session.start(request, effectiveLimits(runtime, request));
  }, [runtime, runtimes, session, settings, source, language, sample]);
  const stop = useCallback(() => void session.stop(), [session]);
  const jump = useCallback(() => {
    if (document.activeElement === stdin.current || !stdin.current) editor.current?.focus();
    else stdin.current.focus();
  }, []);
  useShortcuts({ run, stop, jump });

  const { title } = describe(snapshot.view);
  useEffect(() => {
    document.title = snapshot.view.stage === "idle" ? "RCoder" : `${title} · RCoder`;
  }, [title, snapshot.view.stage]);

  return (
    <div className="app">
      <TopBar
        runtimes={runtimes}
        unreachable={problem}
        runtime={runtime}
        onChoose={(it) => setWanted(it.name)}
        canRun={runtime?.ready === true && !active}
        canStop={active && !snapshot.view.stopping}
        onRun={run}
        onStop={stop}
        theme={theme}
        onTheme={setTheme}
      />
      <SplitView
        first={
          <EditorPanel
            runtime={runtime}
            source={source}
            edited={stored !== null && stored !== sample}
            onSource={setSource}
            settings={settings}
            onSettings={setSettings}
            theme={theme}
            refused={snapshot.view.problem?.errors.map((it) => it.field) ?? []}
            editor={editor}
          />
        }
        second={<ResultPanel snapshot={snapshot} session={session} settings={settings} stdin={stdin} />}
      />
      <Announcer snapshot={snapshot} />
    </div>
  );
}

function choose(runtimes: Runtime[] | undefined, wanted: string): Runtime | undefined {
  const ready = runtimes?.filter((it) => it.ready) ?? [];
  // The chosen one though it is not ready just now: no text may give way to another by itself.
  return (
    runtimes?.find((it) => it.name === wanted) ?? ready.find((it) => it.language === "python") ?? ready[0] ?? runtimes?.[0]
  );
}
