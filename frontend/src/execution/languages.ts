import type { Runtime } from "../api/types";

const names: Record<string, string> = {
  bash: "Bash", c: "C", clojure: "Clojure", cpp: "C++", "c++": "C++", csharp: "C#", "c#": "C#", dart: "Dart", elixir: "Elixir",
  erlang: "Erlang", fsharp: "F#", fortran: "Fortran", go: "Go", haskell: "Haskell", java: "Java",
  javascript: "JavaScript", julia: "Julia", kotlin: "Kotlin", lua: "Lua", node: "Node.js", ocaml: "OCaml",
  pascal: "Pascal", perl: "Perl", php: "PHP", python: "Python", r: "R", ruby: "Ruby", rust: "Rust", scala: "Scala",
  sql: "SQL", sqlite: "SQLite", swift: "Swift", typescript: "TypeScript", zig: "Zig",
};

export const displayName = ({ language }: Pick<Runtime, "language">): string =>
  names[language] ?? language.charAt(0).toUpperCase() + language.slice(1);

/** Why it takes no programs just now. */
export const reasonOf = ({ message }: Pick<Runtime, "message">): string => message ?? "the server gives no reason";
