import { editor } from "monaco-editor/editor";

/** The page's own colours (styles/tokens.css), as Monaco takes no CSS variables. Each is AA on its background. */
export function defineThemes(): void {
  editor.defineTheme("rcoder-light", {
    base: "vs",
    inherit: true,
    rules: rules({ comment: "5f6b76", keyword: "7a2fb0", string: "0b6e4f", number: "9a4a00", type: "0b5cad", name: "1c2329", operator: "4c5761", meta: "8a3ffc" }),
    colors: {
      "editor.background": "#ffffff",
      "editor.foreground": "#1c2329",
      "editorLineNumber.foreground": "#6b7681",
      "editorLineNumber.activeForeground": "#1c2329",
      "editor.lineHighlightBackground": "#f4f6f7",
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": "#c4e4db",
      "editorCursor.foreground": "#0b6b56",
      "editorIndentGuide.background1": "#e7ebee",
      "editorWidget.background": "#f7f8f9",
      focusBorder: "#0b6b56",
      ...brackets("#4c5761"),
    },
  });
  editor.defineTheme("rcoder-dark", {
    base: "vs-dark",
    inherit: true,
    rules: rules({ comment: "8793a0", keyword: "c9a2f5", string: "8fd6a8", number: "f0b27a", type: "82bdf5", name: "e4e8ec", operator: "aab4be", meta: "c9a2f5" }),
    colors: {
      "editor.background": "#12161a",
      "editor.foreground": "#e4e8ec",
      "editorLineNumber.foreground": "#76828e",
      "editorLineNumber.activeForeground": "#e4e8ec",
      "editor.lineHighlightBackground": "#181d22",
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": "#1f4d43",
      "editorCursor.foreground": "#4fd1ad",
      "editorIndentGuide.background1": "#252c33",
      "editorWidget.background": "#191e23",
      focusBorder: "#4fd1ad",
      ...brackets("#aab4be"),
    },
  });
}

/** All levels alike: colours by depth say nothing that indentation does not. */
const brackets = (colour: string) =>
  Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, colour]));

type Palette = Record<"comment" | "keyword" | "string" | "number" | "type" | "name" | "operator" | "meta", string>;

const rules = (palette: Palette): editor.ITokenThemeRule[] => [
  { token: "comment", foreground: palette.comment, fontStyle: "italic" },
  { token: "keyword", foreground: palette.keyword },
  { token: "string", foreground: palette.string },
  { token: "number", foreground: palette.number },
  { token: "type", foreground: palette.type },
  { token: "identifier", foreground: palette.name },
  { token: "delimiter", foreground: palette.operator },
  { token: "operator", foreground: palette.operator },
  { token: "tag", foreground: palette.meta },
  { token: "metatag", foreground: palette.meta },
  { token: "variable", foreground: palette.type },
  { token: "predefined", foreground: palette.type },
];
