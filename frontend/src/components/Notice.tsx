import type { ReactNode } from "react";
import { Icon } from "./Icon";

export function Notice({ tone, children }: { tone: "warn" | "bad"; children: ReactNode }) {
  return (
    <div className={`notice ${tone}`}>
      <Icon name={tone === "bad" ? "cross" : "warn"} />
      <div>{children}</div>
    </div>
  );
}
