import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import type { Theme } from "../app/useTheme";
import type { MonacoHandle } from "./monaco";

export interface CodeEditorHandle {
  focus(): void;
  /** New text in place of all there is, in a way that undo takes back. */
  replace(text: string): void;
}

interface Props {
  ref: Ref<CodeEditorHandle>;
  /** Names the text: each has an undo history of its own. Empty: there is none yet to edit. */
  document: string;
  language: string;
  fileName: string;
  value: string;
  onChange(value: string): void;
  theme: Theme;
}

/** A plain text area until Monaco is there, so that the page is of use at once; and for good, should it fail to load. */
export function CodeEditor({ ref, document: name, language, fileName, value, onChange, theme }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const monaco = useRef<MonacoHandle>(null);
  const latest = useRef({ name, language, fileName, value, onChange, theme });
  /** What was typed and has not come back as `value` yet: a late value must not undo newer typing. */
  const told = useRef<string[]>([]);
  const [loaded, setLoaded] = useState(false);
  const [leaving, setLeaving] = useState(false);

  useEffect(() => {
    latest.current = { name, language, fileName, value, onChange, theme };
  });
  useImperativeHandle(ref, () => ({
    focus: () => (monaco.current ?? area.current)?.focus(),
    replace: (text) => monaco.current?.replace(text),
  }));

  useEffect(() => {
    let gone = false;
    void import("./monaco").then(({ createMonaco }) => {
      if (gone || !host.current) return;
      const now = latest.current;
      const selection = area.current && document.activeElement === area.current ? area.current.selectionStart : undefined;
      monaco.current = createMonaco(host.current, now, {
        change: (text) => {
          told.current.push(text);
          latest.current.onChange(text);
        },
        leaving: setLeaving,
      });
      if (selection !== undefined) monaco.current.focus(selection);
      setLoaded(true);
    }, () => {}); // The text area stays, and works.
    return () => {
      gone = true;
      monaco.current?.dispose();
      monaco.current = null;
    };
  }, []);
  useEffect(() => {
    const known = told.current.indexOf(value);
    told.current.splice(0, known + 1);
    monaco.current?.show(name, language, fileName, value, known < 0 && told.current.length === 0);
  }, [loaded, name, language, fileName, value]);
  useEffect(() => monaco.current?.theme(theme), [loaded, theme]);

  return (
    <div className="code">
      <div ref={host} className="monaco-host" />
      {!loaded && (
        <textarea ref={area} className="plain-code mono" aria-label={`Program, ${fileName}`} value={value} readOnly={name === ""} onChange={(event) => onChange(event.target.value)} spellCheck={false} autoComplete="off" autoCapitalize="off" wrap="off" />
      )}
      <p className="editor-hint">
        {leaving ? <strong>Tab now leaves the editor.</strong> : <>Tab indents. <kbd>Esc</kbd> then <kbd>Tab</kbd> leaves the editor. <kbd>F1</kbd> has all commands.</>}
      </p>
    </div>
  );
}
