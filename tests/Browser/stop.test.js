import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";

const sleeper = { program: "import time\nprint('here', flush=True)\ntime.sleep(50)" };

editorTest("a program that runs can be stopped", sleeper, async (editor) => {
  await editor.run();
  await editor.shows("here");
  await editor.page.getByRole("button", { name: "Stop" }).click();
  assert.equal(await editor.finished(), "Stopped, as you asked");
  assert.deepEqual(await editor.rows(), ["here"]);
});

editorTest("Ctrl-Shift-Enter stops it too, and it can be run again", sleeper, async (editor) => {
  await editor.run();
  await editor.shows("here");
  await editor.code.click();
  await editor.page.keyboard.press("Control+Shift+Enter");
  assert.equal(await editor.finished(), "Stopped, as you asked");
  await editor.typeProgram("print('again')");
  await editor.page.keyboard.press("Control+Enter");
  await editor.shows("again");
  assert.equal(await editor.finished(), "Finished with exit code 0");
});

editorTest("a program that runs too long is stopped, in words that name the limit", {
  program: "while True: pass",
  settings: { seconds: "1", stdinMode: "text" },
}, async (editor) => {
  await editor.run();
  assert.match(await editor.finished(), /^Stopped: it (ran longer|used more CPU time) than 1 s$/);
});
