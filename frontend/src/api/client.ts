import { type Problem, ProblemError, readProblem, unanswered, unreachable } from "./problem";
import type { ExecutionRequest, Runtime } from "./types";

// Relative to the page: the editor and the API are one origin, at whatever prefix.
const executions = "v1/executions";

export async function listRuntimes(signal: AbortSignal): Promise<Runtime[]> {
  const response = await call("v1/runtimes", { signal }, unreachable);
  return ((await response.json()) as { runtimes: Runtime[] }).runtimes;
}

export async function createExecution(request: ExecutionRequest): Promise<string> {
  const response = await call(executions, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
  });
  return ((await response.json()) as { id: string }).id;
}

export async function cancelExecution(id: string): Promise<void> {
  await call(`${executions}/${id}`, { method: "DELETE" });
}

export async function executionExists(id: string): Promise<boolean> {
  try {
    await call(`${executions}/${id}`);
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 404) return false;
    throw error;
  }
}

export async function writeStdin(id: string, text: string, eof: boolean): Promise<void> {
  await call(`${executions}/${id}/stdin${eof ? "?eof" : ""}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: new TextEncoder().encode(text),
  });
}

export const eventsAddress = (id: string): string => `${executions}/${id}/events`;

async function call(address: string, init?: RequestInit, silence: Problem = unanswered): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    throw new ProblemError(silence);
  }
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return response;
}
