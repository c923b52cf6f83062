import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";
import { runtimes } from "./support/server.js";

editorTest("the sample runs, and its output shows", {}, async (editor) => {
  await editor.run();
  assert.equal(await editor.finished(), "Finished with exit code 0");
  const rows = await editor.rows();
  assert.ok(rows.join("").trim().length > 0, "the sample wrote nothing");
});

editorTest("every language that is ready runs its sample", {}, async (editor, t) => {
  const ready = (await runtimes()).filter((it) => it.ready);
  for (const { name } of ready) {
    await editor.page.getByRole("combobox", { name: "Language" }).click();
    await editor.page.locator(`[data-runtime="${name}"]`).click();
    await editor.run();
    await editor.page.locator('.status:not([data-stage="finished"])').waitFor({ timeout: 2000 }).catch(() => {});
    assert.equal(await editor.finished(), "Finished with exit code 0", name);
    t.diagnostic(`${name}: ${(await editor.rows())[0]}`);
  }
  assert.ok(ready.length >= 3);
});

editorTest("Ctrl-Enter runs what was just typed", {}, async (editor) => {
  await editor.typeProgram("print(6 * 7)");
  await editor.page.keyboard.press("Control+Enter");
  assert.equal(await editor.finished(), "Finished with exit code 0");
  assert.deepEqual(await editor.rows(), ["42"]);
  assert.match(await editor.program(), /^print\(6 \* 7\)$/, "Enter must not have reached the text");
});

editorTest("the outcome comes with exit code, times and memory", { program: "import sys\nsys.exit(3)" }, async (editor) => {
  await editor.run();
  assert.equal(await editor.finished(), "Finished with exit code 3");
  const figures = await editor.page.locator(".figures > div").allInnerTexts();
  const named = Object.fromEntries(figures.map((it) => it.split("\n")));
  assert.equal(named.Exit, "3");
  for (const name of ["CPU", "Wall"]) assert.match(named[name], /^[\d.]+ m?s$/, name);
  assert.match(named.Memory, /^[\d.]+ [KM]iB$/);
});

editorTest("the waterfall has every part of the time, as a table", {}, async (editor) => {
  await editor.run();
  await editor.finished();
  const table = editor.page.getByRole("table", { name: /^Where the .* of this run went$/ });
  const parts = await table.locator("tbody th").evaluateAll((cells) => cells.map((it) => it.firstChild.textContent));
  assert.deepEqual(parts, ["Queued", "Claim", "Run", "Publish"]);
  for (const time of await table.locator("tbody td:last-child").allInnerTexts()) assert.match(time, /^[\d.]+ m?s$/);
});

editorTest("arguments, and input given beforehand, reach the program", {
  program: "import sys\nprint(sys.argv[1:], repr(sys.stdin.read()))",
  settings: { args: "one 'two three'", stdinMode: "text", stdin: "a\nb\n" },
}, async (editor) => {
  await editor.run();
  await editor.finished();
  assert.deepEqual(await editor.rows(), [String.raw`['one', 'two three'] 'a\nb\n'`]);
});
