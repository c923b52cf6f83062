import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";

editorTest("no request leaves the origin, whatever is used", {}, async (editor) => {
  const { page } = editor;
  await page.getByRole("combobox", { name: "Language" }).click();
  await page.getByRole("option", { name: "JavaScript" }).click();
  await editor.typeProgram("const longName = 1;\nlongN");
  await page.keyboard.press("Control+Space");
  await page.keyboard.press("Escape");
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+F");
  await page.locator(".find-widget.visible").waitFor();
  await page.keyboard.press("Escape");
  await editor.run();
  await editor.finished();
  assert.ok(editor.requests.some((url) => /worker.*\.js$/.test(url)), "Monaco's worker comes from the server");
  assert.ok(editor.requests.some((url) => url.endsWith(".woff2")), "fonts come from the server");
});

editorTest("the page is of use before Monaco is there, and loses nothing when it comes", {
  program: "print('early')",
  route: (page) =>
    page.route(/monaco-[^/]*\.js$/, async (route) => {
      page.asked = true;
      await page.locator(".plain-code", { hasText: "early" }).waitFor();
      await page.locator(".plain-code").pressSequentially("# typed early\n");
      await route.continue();
    }),
}, async (editor) => {
  assert.ok(editor.page.asked, "Monaco was not loaded apart");
  assert.match(await editor.program(), /# typed early/);
  assert.match(await editor.program(), /print\('early'\)/);
});
