import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";

editorTest("a program that asks is answered", {
  program: "name = input('Name? ')\nprint('Hello,', name)",
}, async (editor) => {
  await editor.run();
  await editor.shows("Name?");
  await editor.stdin.fill("Ada");
  await editor.stdin.press("Enter");
  assert.equal(await editor.finished(), "Finished with exit code 0");
  assert.deepEqual(await editor.rows(), ["Name?", "you typed: Ada", "Hello, Ada"]);
});

editorTest("Ctrl-D ends the input, with what stands in the field", {
  program: "import sys\nprint('ready', flush=True)\nprint(repr(sys.stdin.read()))",
}, async (editor) => {
  await editor.run();
  await editor.shows("ready");
  await editor.stdin.fill("one");
  await editor.stdin.press("Enter");
  await editor.stdin.fill("two");
  await editor.stdin.press("Control+D");
  assert.equal(await editor.finished(), "Finished with exit code 0");
  assert.equal((await editor.rows()).at(-1), String.raw`'one\ntwo'`);
});

editorTest("a button ends the input, too", {
  program: "import sys\nprint('ready', flush=True)\nprint(len(sys.stdin.read()))",
}, async (editor) => {
  await editor.run();
  await editor.shows("ready");
  await editor.button("End the input").click();
  await editor.finished();
  assert.equal((await editor.rows()).at(-1), "0");
});

editorTest("lines keep their order however fast they come", {
  program: "import sys\nprint('ready', flush=True)\nprint(sys.stdin.read().split() == [str(i) for i in range(30)])",
}, async (editor) => {
  await editor.run();
  await editor.shows("ready");
  await editor.stdin.focus();
  for (let i = 0; i < 30; i++) {
    await editor.page.keyboard.type(String(i));
    await editor.page.keyboard.press("Enter");
  }
  await editor.page.keyboard.press("Control+D");
  await editor.finished();
  assert.equal((await editor.rows()).at(-1), "True");
});
