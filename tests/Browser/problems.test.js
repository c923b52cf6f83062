import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";

editorTest("a request that is refused says which field, and what it may be", {
  settings: { seconds: "86400", stdinMode: "text" },
}, async (editor) => {
  await editor.run();
  await editor.reaches("refused");
  const notice = editor.page.locator(".problems");
  assert.match(await notice.innerText(), /Time limit/);
  assert.match(await notice.innerText(), /86400000/);
  await editor.page.getByText("The program was not run.").waitFor();
  await editor.button("Arguments, input, limits").click();
  assert.equal(await editor.page.getByLabel("Time, s").getAttribute("aria-invalid"), "true");
  assert.equal(await editor.page.getByLabel("Memory, MiB").getAttribute("aria-invalid"), "false");
});

editorTest("a server that is gone is told in words, and the program stays", {}, async (editor) => {
  await editor.typeProgram("print('still here')");
  await editor.page.route("**/v1/executions", (route) => route.abort());
  await editor.run();
  await editor.reaches("refused");
  assert.equal(await editor.status.locator("h2").innerText(), "The server can't be reached");
  await editor.page.locator(".result-panel").getByText("RCoder did not answer. A program already sent may still run.").waitFor();
  await editor.page.getByText("Whether the program was run is not known.").waitFor();
  assert.equal(await editor.program(), "print('still here')");
  await editor.page.unroute("**/v1/executions");
  await editor.run();
  await editor.shows("still here");
});

editorTest("a server that is busy says when to try again", {
  route: (page) =>
    page.route("**/v1/executions", (route) =>
      route.fulfill({ status: 429, headers: { "Retry-After": "7" }, contentType: "application/problem+json", json: { title: "Too many runs", status: 429 } }),
    ),
}, async (editor) => {
  await editor.run();
  await editor.reaches("refused");
  await editor.page.getByText("Try again in 7 s.").waitFor();
});
