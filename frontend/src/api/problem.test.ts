import { afterEach, expect, test, vi } from "vitest";
import { cancelExecution, createExecution, listRuntimes, writeStdin } from "./client";
import { ProblemError, toProblem } from "./problem";

test("a problem's fields are kept with all their messages", () => {
  const body = { title: "Bad", detail: "One field is wrong.", errors: { "limits.wallMs": ["is 90000", "too long"], files: "missing" } };
  expect(toProblem(422, body, null)).toEqual({
    status: 422,
    title: "The request was not accepted",
    detail: "One field is wrong.",
    errors: [
      { field: "limits.wallMs", messages: ["is 90000", "too long"] },
      { field: "files", messages: ["missing"] },
    ],
  });
});

test("an answer that is no problem document still reads as one", () => {
  expect(toProblem(503, null, "5")).toEqual({ status: 503, title: "The server can't take runs right now", errors: [], retryAfterSeconds: 5 });
  expect(toProblem(418, { title: "A teapot" }, null).title).toBe("A teapot");
  expect(toProblem(500, "<html>", null).title).toBe("The server answered with status 500");
});

afterEach(() => vi.unstubAllGlobals());

/** What is told when the server does not answer. */
async function saidOf(asked: () => Promise<unknown>): Promise<string | undefined> {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const error: unknown = await asked().then(() => undefined, (it: unknown) => it);
  return error instanceof ProblemError ? error.problem.detail : undefined;
}

test.each([
  ["sending a program", () => createExecution({ language: "python", files: [{ content: "1" }] })],
  ["stopping it", () => cancelExecution("e1")],
  ["typing to it", () => writeStdin("e1", "x\n", false)],
])("without an answer to %s it is not said that nothing was run", async (_, asked) => {
  expect(await saidOf(asked)).toBe("RCoder did not answer. A program already sent may still run.");
});

test("where no program was sent, nothing was run", async () => {
  expect(await saidOf(() => listRuntimes(new AbortController().signal))).toMatch(/^Nothing was run\./);
});
