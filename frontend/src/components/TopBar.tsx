import type { Problem } from "../api/problem";
import type { Runtime } from "../api/types";
import { isMac, modifier } from "../app/useShortcuts";
import type { Theme } from "../app/useTheme";
import { displayName, reasonOf } from "../execution/languages";
import { Icon } from "./Icon";
import { LanguagePicker } from "./LanguagePicker";

interface Props {
  runtimes: Runtime[] | undefined;
  unreachable: Problem | undefined;
  runtime: Runtime | undefined;
  onChoose(runtime: Runtime): void;
  canRun: boolean;
  canStop: boolean;
  onRun(): void;
  onStop(): void;
  theme: Theme;
  onTheme(theme: Theme): void;
}

export function TopBar({ runtimes, unreachable, runtime, onChoose, canRun, canStop, onRun, onStop, theme, onTheme }: Props) {
  const notice = unreachable
    ? `${unreachable.title}. Trying again…`
    : runtime?.ready === false && `${displayName(runtime)} is not ready: ${reasonOf(runtime)}`;
  const other = theme === "dark" ? "light" : "dark";
  return (
    <header className="topbar">
      <h1 className="brand">
        <img src="./favicon.svg" alt="" width="22" height="22" />
        <span>RCoder</span>
      </h1>
      <LanguagePicker runtimes={runtimes} value={runtime} onChoose={onChoose} />
      {/* aria-disabled, not disabled: a button that is pressed and then disabled would lose the focus. */}
      <button type="button" className="button primary" aria-disabled={!canRun} aria-keyshortcuts={isMac ? "Meta+Enter" : "Control+Enter"} onClick={() => canRun && onRun()}>
        <Icon name="run" />
        Run
        <kbd aria-hidden="true">{modifier} ↵</kbd>
      </button>
      <button type="button" className="button stop" aria-disabled={!canStop} title={`Stop (${modifier} Shift ↵)`} aria-keyshortcuts={isMac ? "Meta+Shift+Enter" : "Control+Shift+Enter"} onClick={() => canStop && onStop()}>
        <Icon name="stop" />
        <span className="stop-label">Stop</span>
      </button>
      {notice && (
        <p className="unavailable" role="status">
          <Icon name="warn" />
          {notice}
        </p>
      )}
      <button type="button" className="button quiet theme" onClick={() => onTheme(other)} aria-label={`Switch to the ${other} theme`} title={`Switch to the ${other} theme`}>
        <Icon name={theme === "dark" ? "sun" : "moon"} />
      </button>
    </header>
  );
}
