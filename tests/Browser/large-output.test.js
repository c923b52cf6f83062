import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";

const lines = 200_000;
// In wall time, on a machine that may be busy with other things at the same time.
const longestBlockMs = 1000;
const blockedShare = 0.5;

editorTest("10 MB of output leaves the page responsive", {
  program: `for i in range(${lines}):\n    print(f"{i:06d}", "x" * 45)`,
  settings: { outputMiB: "12", stdinMode: "text", seconds: "50" },
}, async ({ page, ...editor }, t) => {
  await page.evaluate(() => {
    window.blocks = [];
    new PerformanceObserver((list) => window.blocks.push(...list.getEntries().map((it) => it.duration))).observe({ type: "longtask" });
  });
  const start = Date.now();
  await page.locator(".button.primary").click();
  await page.locator('.status[data-stage="finished"]').waitFor({ timeout: 90_000 });
  await page.locator(".output .meta", { hasText: `${lines.toLocaleString("en")} lines` }).waitFor();

  const took = Date.now() - start;
  const blocks = await page.evaluate(() => window.blocks);
  const longest = Math.max(0, ...blocks);
  const blocked = blocks.reduce((sum, ms) => sum + ms, 0);
  t.diagnostic(
    `${await page.locator(".output .meta").innerText()} in ${took} ms: ${blocks.length} tasks over 50 ms, ` +
      `together ${Math.round(blocked)} ms, the longest ${Math.round(longest)} ms`,
  );
  assert.ok(longest < longestBlockMs, `the page was blocked for ${longest} ms`);
  assert.ok(blocked < blockedShare * took, `the page was blocked for ${blocked} of ${took} ms`);
  assert.ok((await page.locator(".output .row").count()) < 200, "more rows are drawn than can be seen");

  await page.locator(".output .row-text", { hasText: `${lines - 1} x` }).waitFor();
  await page.locator(".output .scroller").press("Home");
  await page.locator(".output .row-text", { hasText: "000000 x" }).waitFor();
  await page.getByRole("button", { name: "Follow the end" }).click();
  await page.locator(".output .row-text", { hasText: `${lines - 1} x` }).waitFor();
});

editorTest("one line of 2 MB is drawn in parts", {
  program: "print('y' * 2_000_000)",
  settings: { outputMiB: "4" },
}, async (editor) => {
  await editor.run();
  await editor.finished();
  await editor.page.locator(".output .meta", { hasText: "1 line, 1.9 MiB" }).waitFor();
  const longest = Math.max(...(await editor.rows()).map((it) => it.length));
  assert.ok(longest <= 400, `a row has ${longest} characters`);
});
