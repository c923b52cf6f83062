import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";

const background = (page) => page.evaluate(() => getComputedStyle(document.querySelector(".panel")).backgroundColor);
const light = "rgb(255, 255, 255)";
const dark = "rgb(18, 22, 26)";

editorTest("a reload keeps what was typed, for each language", {}, async (editor) => {
  await editor.typeProgram("print('kept')");
  await editor.page.reload();
  await editor.ready();
  assert.equal(await editor.program(), "print('kept')");

  await editor.page.getByRole("combobox", { name: "Language" }).click();
  await editor.page.getByRole("option", { name: "Bash" }).click();
  await editor.page.locator(".file-name", { hasText: ".sh" }).waitFor();
  assert.doesNotMatch(await editor.program(), /kept/);
  await editor.typeProgram("echo kept too");

  await editor.page.reload();
  await editor.ready();
  assert.equal(await editor.program(), "echo kept too");
  await editor.page.getByRole("combobox", { name: "Language" }).click();
  await editor.page.getByRole("option", { name: "Python" }).click();
  await editor.page.locator(".view-line", { hasText: "print('kept')" }).waitFor();
});

editorTest("the sample comes back, and undo brings the text back", { program: "print('mine')" }, async (editor) => {
  await editor.button("Sample").click();
  await editor.page.locator(".edited").waitFor({ state: "detached" });
  assert.doesNotMatch(await editor.program(), /mine/);
  await editor.code.click();
  await editor.page.keyboard.press("Control+Z");
  await editor.page.locator(".view-line", { hasText: "print('mine')" }).waitFor();
});

editorTest("the system's theme is the first, a choice is kept", { colorScheme: "dark" }, async (editor) => {
  assert.equal(await background(editor.page), dark);
  await editor.button("Switch to the light theme").click();
  assert.equal(await background(editor.page), light);
  await editor.page.reload();
  await editor.ready();
  assert.equal(await background(editor.page), light);
  await editor.button("Switch to the dark theme").click();
  assert.equal(await background(editor.page), dark);
});

editorTest("without a choice the theme follows the system", { colorScheme: "light" }, async (editor) => {
  assert.equal(await background(editor.page), light);
  await editor.page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await background(editor.page), dark);
});
