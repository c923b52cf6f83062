import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim());

editorTest("everything is done by keyboard alone", {}, async ({ page, ...rest }) => {
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

  await press("Tab");
  assert.equal(await focused(page), "Language");
  await press("Enter", "b", "Enter");
  await page.locator(".file-name", { hasText: ".sh" }).waitFor();
  assert.equal(await focused(page), "Language", "choosing must not lose the focus");

  await press("Tab");
  assert.match(await focused(page), /^Run/);
  await press("Tab", "Tab", "Tab");
  assert.match(await focused(page), /Sample$/);
  await press("Tab");
  assert.match(await focused(page), /^Program, .*Escape and then Tab leaves the editor/);

  await press("Control+A");
  await page.keyboard.insertText('read -p "Name? " name; echo; echo "Hello, $name"');
  await press("Control+Enter");
  await page.locator('.status[data-stage="running"]').waitFor();
  await press("Control+J");
  assert.equal(await focused(page), "Input to the running program");
  await page.keyboard.type("Ada");
  await press("Enter");
  await page.locator(".output .row-text", { hasText: "Hello, Ada" }).waitFor();
  await page.locator('.status[data-stage="finished"]').waitFor();
  assert.equal(await focused(page), "Input to the running program", "the end of a run must not lose the focus");
  await press("Control+J");
  assert.match(await focused(page), /^Program/);
});

editorTest("Tab indents in the editor, and Escape then Tab leaves it", { program: "x" }, async ({ page, code, ...editor }) => {
  await page.locator(".monaco-editor .view-lines").click();
  await page.keyboard.press("Home");
  await page.keyboard.press("Tab");
  await page.locator(".view-line", { hasText: /^\s+x$/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("Tab now leaves the editor.").waitFor();
  await page.keyboard.press("Tab");
  assert.doesNotMatch(await focused(page), /^Program/);
  await page.keyboard.press("Shift+Tab");
  assert.match(await focused(page), /^Program/);
  await page.keyboard.press("End");
  await page.keyboard.press("Tab");
  assert.match(await focused(page), /^Program/, "only the one Tab is free");
});

editorTest("the divider moves by arrow keys", {}, async ({ page }) => {
  const divider = page.getByRole("separator", { name: "Size of the editor" });
  const width = () => page.locator(".editor-panel").evaluate((it) => it.getBoundingClientRect().width);
  const before = await width();
  await divider.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowLeft");
  assert.ok((await width()) < before - 50);
});
