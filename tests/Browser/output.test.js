import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";

editorTest("stderr is told from stdout by more than its colour", {
  program: "import sys\nprint('out', flush=True)\nprint('err', file=sys.stderr, flush=True)",
}, async (editor) => {
  await editor.run();
  await editor.finished();
  assert.deepEqual((await editor.rows()).toSorted(), ["out", "stderr: err"]);
  assert.equal(await editor.page.locator(".row.stderr .gutter").innerText(), "err");
  assert.equal(await editor.page.locator(".row.stdout .gutter").innerText(), "");
});

editorTest("output shows while the program still runs", {
  program: "import time\nprint('first', flush=True)\ntime.sleep(40)",
}, async (editor) => {
  await editor.run();
  await editor.shows("first");
  assert.equal(await editor.status.getAttribute("data-stage"), "running");
  await editor.page.getByRole("button", { name: "Stop" }).click();
  await editor.finished();
});

editorTest("escape sequences become colours or nothing, carriage returns rewrite their line", {
  program: String.raw`print("\x1b[31mred\x1b[0m \x1b[2Jplain")` + "\n" + String.raw`print("10 %\r100 %")`,
}, async (editor) => {
  await editor.run();
  await editor.finished();
  assert.deepEqual(await editor.rows(), ["red plain", "100 %"]);
  assert.equal(await editor.page.locator(".row .ansi-1").innerText(), "red");
});

editorTest("bytes that are not text do no harm", {
  program: String.raw`import sys; sys.stdout.buffer.write(b"a\xff\xfeb\n")`,
}, async (editor) => {
  await editor.run();
  await editor.finished();
  assert.deepEqual(await editor.rows(), ["a\ufffd\ufffdb"]);
});

editorTest("output past the limit is cut, and the page says so", {
  program: "print('x' * 3000)",
  settings: { outputMiB: "0.001" },
}, async (editor) => {
  await editor.run();
  assert.equal(await editor.finished(), "Finished with exit code 0");
  await editor.page.getByText(/^stdout was cut at 1(\.0)? KiB|^stdout was cut at 10\d\d B/).waitFor();
});

editorTest("HTML in the output is text", { program: "print('<img src=x onerror=alert(1)>')" }, async (editor) => {
  await editor.run();
  await editor.finished();
  assert.deepEqual(await editor.rows(), ["<img src=x onerror=alert(1)>"]);
});
