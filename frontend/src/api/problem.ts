/** An RFC 9457 problem, or what stands in for one when the server could not be asked. */
export interface Problem {
  status: number;
  title: string;
  detail?: string;
  errors: { field: string; messages: string[] }[];
  retryAfterSeconds?: number;
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

const title = "The server can't be reached";

/** A question that could not be asked. It carried no program. */
export const unreachable: Problem = {
  status: 0,
  title,
  detail: "Nothing was run. Check that RCoder is running and that this machine is connected, then try again.",
  errors: [],
};

/** A request about a run, whose answer did not come: browsers do not tell whether the server had it. */
export const unanswered: Problem = {
  status: 0,
  title,
  detail: "RCoder did not answer. A program already sent may still run.",
  errors: [],
};

export async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  return toProblem(response.status, body, response.headers.get("Retry-After"));
}

export function toProblem(status: number, body: unknown, retryAfter: string | null): Problem {
  const told = isRecord(body) ? body : {};
  const seconds = Number.parseInt(retryAfter ?? "", 10);
  return {
    status,
    title: titleOf(status) ?? (typeof told.title === "string" ? told.title : `The server answered with status ${status}`),
    errors: isRecord(told.errors)
      ? Object.entries(told.errors).map(([field, messages]) => ({ field, messages: toMessages(messages) }))
      : [],
    ...(typeof told.detail === "string" && { detail: told.detail }),
    ...(seconds > 0 && { retryAfterSeconds: seconds }),
  };
}

/** In place of the name that HTTP has for it. */
function titleOf(status: number): string | undefined {
  switch (status) {
    case 400:
    case 422:
      return "The request was not accepted";
    case 404:
      return "The server does not know this run";
    case 409:
      return "The run has already moved on";
    case 413:
      return "The program is too large";
    case 429:
      return "Too many runs at once";
    case 503:
      return "The server can't take runs right now";
    default:
      return undefined;
  }
}

function toMessages(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((it) => typeof it === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
