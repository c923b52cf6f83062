import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { editorTest } from "./support/editor.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const mixed = "import sys\nprint('\\x1b[32mout\\x1b[0m')\nprint('err', file=sys.stderr)\nsys.exit(1)";

async function check(page, state) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() =>
    // What Monaco draws inside itself is Monaco's; its colours are ours, and are checked.
    window.axe.run({ exclude: [[".monaco-aria-container"]] }, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
  );
  assert.ok(passes.length > 15, "axe has hardly looked");
  const found = violations.flatMap(({ id, nodes }) => nodes.map((it) => `${id}: ${it.target.join(" ")}: ${it.any[0]?.message ?? ""}`));
  assert.deepEqual(found, [], state);
}

for (const colorScheme of ["light", "dark"])
  for (const [size, viewport] of Object.entries({ wide: { width: 1280, height: 800 }, narrow: { width: 375, height: 720 } }))
    editorTest(`axe finds nothing to mend: ${colorScheme}, ${size}`, { colorScheme, viewport, program: mixed }, async (editor) => {
      const { page } = editor;
      await check(page, "ready");
      await editor.run();
      await editor.finished();
      await check(page, "finished");
      await editor.button("Arguments, input, limits").click();
      await check(page, "settings open");
      await page.getByRole("combobox", { name: "Language" }).click();
      await check(page, "languages open");
    });

editorTest("a screen reader is told the outcome and the output, once", { program: "print('forty-two')" }, async (editor) => {
  const status = editor.page.locator('[role="status"][aria-live="polite"]').last();
  await editor.run();
  await editor.finished();
  await editor.page.waitForFunction((it) => it.textContent.includes("Finished"), await status.elementHandle());
  const said = await status.textContent();
  assert.match(said, /Finished with exit code 0\. 1 line of output\. forty-two/);
  assert.equal(await editor.page.locator(".output [aria-live]").count(), 0, "the output itself must not be live");
});

editorTest("a window of 375 px needs no sideways scrolling, and runs", { viewport: { width: 375, height: 667 } }, async (editor) => {
  await editor.run();
  await editor.finished();
  const { scroll, client } = await editor.page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: innerWidth }));
  assert.ok(scroll <= client, `${scroll} > ${client}`);
  for (const part of [".picker-button", ".button.primary", ".button.stop", ".button.theme", ".output .scroller", ".timing"]) {
    const box = await editor.page.locator(part).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 375 && box.y + box.height <= 667, `${part} is out of sight`);
  }
});
