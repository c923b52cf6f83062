import { expect, test } from "vitest";
import { toProblem } from "./problem";

test("a problem's fields are kept with all their messages", () => {
  const body = { title: "Bad", detail: "Nothing was run.", errors: { "limits.wallMs": ["is 90000", "too long"], files: "missing" } };
  expect(toProblem(422, body, null)).toEqual({
    status: 422,
    title: "The request was not accepted",
    detail: "Nothing was run.",
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
