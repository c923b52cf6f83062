import { editor, KeyCode, Uri } from "monaco-editor/editor";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import "./features";
import "./languages";
import type { Theme } from "../app/useTheme";
import { defineThemes } from "./themes";

export interface MonacoHandle {
  /** `changed`: the text is not what this editor has told itself. */
  show(document: string, language: string, fileName: string, text: string, changed: boolean): void;
  replace(text: string): void;
  theme(theme: Theme): void;
  focus(offset?: number): void;
  dispose(): void;
}

interface Initial {
  name: string;
  language: string;
  fileName: string;
  value: string;
  theme: Theme;
}

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };
defineThemes();

export function createMonaco(
  host: HTMLElement,
  initial: Initial,
  on: { change(text: string): void; leaving(leaving: boolean): void },
): MonacoHandle {
  const models = new Map<string, editor.ITextModel>();
  const code = editor.create(host, {
    model: null,
    theme: `rcoder-${initial.theme}`,
    automaticLayout: true,
    fontFamily: "var(--mono)",
    fontSize: 13.5,
    lineHeight: 21,
    minimap: { enabled: false },
    lineNumbersMinChars: 3,
    folding: true,
    padding: { top: 10, bottom: 10 },
    scrollBeyondLastLine: false,
    smoothScrolling: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    renderLineHighlight: "line",
    renderFinalNewline: "on",
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    wordWrap: window.innerWidth < 500 ? "on" : "off",
    unicodeHighlight: { ambiguousCharacters: false },
    stickyScroll: { enabled: false },
    fixedOverflowWidgets: true,
    accessibilitySupport: "auto",
  });
  // Monaco measures the font when it starts; the real one may come later.
  void document.fonts.ready.then(() => editor.remeasureFonts());

  let showing = false;
  code.onDidChangeModelContent(() => !showing && on.change(code.getValue()));

  // Escape frees the Tab key for one press: a keyboard must never be trapped.
  const leave = (leaving: boolean) => {
    code.updateOptions({ tabFocusMode: leaving });
    on.leaving(leaving);
  };
  code.onKeyDown(({ keyCode }) => {
    if (keyCode === KeyCode.Escape) leave(true);
    else if (keyCode !== KeyCode.Tab && keyCode !== KeyCode.Shift) leave(false);
  });
  code.onDidBlurEditorText(() => leave(false));

  const modelOf = (name: string, language: string, text: string) => {
    let model = models.get(name);
    if (!model) {
      model = editor.createModel(text, language, Uri.parse(`inmemory://program/${encodeURIComponent(name)}`));
      models.set(name, model);
    }
    return model;
  };

  return {
    show(name, language, fileName, text, changed) {
      showing = true;
      const model = modelOf(name, language, text);
      if (model.getLanguageId() !== language) editor.setModelLanguage(model, language);
      if (changed && model.getValue() !== text) model.setValue(text);
      if (code.getModel() !== model) code.setModel(model);
      code.updateOptions({ readOnly: name === "", ariaLabel: `Program, ${fileName}. Escape and then Tab leaves the editor.` });
      showing = false;
    },
    replace(text) {
      const model = code.getModel();
      if (!model) return;
      code.pushUndoStop();
      code.executeEdits("sample", [{ range: model.getFullModelRange(), text }]);
      code.pushUndoStop();
    },
    theme: (theme) => editor.setTheme(`rcoder-${theme}`),
    focus(offset) {
      code.focus();
      const model = code.getModel();
      if (offset !== undefined && model) code.setPosition(model.getPositionAt(offset));
    },
    dispose() {
      code.dispose();
      for (const model of models.values()) model.dispose();
    },
  };
}
