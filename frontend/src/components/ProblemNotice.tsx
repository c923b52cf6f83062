import type { Problem } from "../api/problem";
import { Notice } from "./Notice";

const fields: Record<string, string> = {
  files: "Program",
  source: "Program",
  language: "Language",
  version: "Version",
  args: "Arguments",
  stdin: "Input",
  env: "Environment",
  "limits.wallMs": "Time limit, in ms",
  "limits.cpuMs": "CPU time limit, in ms",
  "limits.memoryBytes": "Memory limit, in bytes",
  "limits.outputBytes": "Output limit, in bytes",
  "limits.processes": "Limit of processes",
};

const nameOf = (field: string): string => fields[field] ?? fields[field.replace(/[[.].*$/, "")] ?? field;

/** A refused request, in the server's words, each with the field it is about. */
export function ProblemNotice({ problem, titled }: { problem: Problem; titled: boolean }) {
  return (
    <Notice tone="bad">
      {!titled && <strong>{problem.title}</strong>}
      {problem.errors.length === 0 ? (
        problem.detail && <p>{problem.detail}</p>
      ) : (
        <dl className="problems">
          {problem.errors.map(({ field, messages }) => (
            <div key={field}>
              <dt>{nameOf(field)}</dt>
              {messages.map((message) => (
                <dd key={message}>{message}</dd>
              ))}
            </div>
          ))}
        </dl>
      )}
      {problem.retryAfterSeconds && <p>Try again in {problem.retryAfterSeconds} s.</p>}
    </Notice>
  );
}
