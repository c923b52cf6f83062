import type { RefObject } from "react";
import type { Runtime } from "../api/types";
import type { Theme } from "../app/useTheme";
import { CodeEditor, type CodeEditorHandle } from "../editor/CodeEditor";
import type { RunSettings } from "../execution/settings";
import { Icon } from "./Icon";
import { RunSettingsForm } from "./RunSettingsForm";

interface Props {
  runtime: Runtime | undefined;
  source: string;
  edited: boolean;
  onSource(source: string | null): void;
  settings: RunSettings;
  onSettings(settings: RunSettings): void;
  theme: Theme;
  /** The fields of the request that the server refused. */
  refused: string[];
  editor: RefObject<CodeEditorHandle | null>;
}

export function EditorPanel({ runtime, source, edited, onSource, settings, onSettings, theme, refused, editor }: Props) {
  const reset = () => {
    editor.current?.replace(runtime?.editor?.sample ?? "");
    onSource(null);
  };
  return (
    <section className="panel editor-panel" aria-label="Program">
      <div className="panel-bar">
        <span className="file-name">{runtime?.source ?? " "}</span>
        {edited && <span className="edited">edited</span>}
        <button type="button" className="button quiet push" aria-disabled={!edited} onClick={() => edited && reset()} title="Back to the sample; undo brings your text back">
          <Icon name="reset" />
          Sample
        </button>
      </div>
      <CodeEditor
        ref={editor}
        document={runtime?.language ?? ""}
        language={runtime?.editor?.monaco ?? "plaintext"}
        fileName={runtime?.source ?? "program"}
        value={source}
        onChange={onSource}
        theme={theme}
      />
      {runtime && <RunSettingsForm runtime={runtime} settings={settings} onChange={onSettings} refused={refused} />}
    </section>
  );
}
