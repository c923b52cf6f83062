import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";

const broken = {
  name: "cobol-85", language: "cobol", version: "3.1.2", aliases: [], ready: false, source: "main.cob", compiled: true,
  message: "/usr/bin/cobc is not there; install gnucobol",
};

const changed = (change) => (page) =>
  page.route("**/v1/runtimes", async (route) => {
    const response = await route.fetch();
    const { runtimes } = await response.json();
    await route.fulfill({ response, json: { runtimes: change(runtimes) } });
  });

/** The server's own answer, and one language more that is not ready. */
const withBroken = changed((runtimes) => [...runtimes, { ...broken, limits: runtimes[0].limits }]);

let asked = 0;
/** C's pods don't come up when the page first asks. */
const withoutC = changed((runtimes) => (asked++ > 0 ? runtimes : runtimes.map((it) => (it.language === "c" ? { ...it, ready: false, message: "no node takes its pods" } : it))));

editorTest("a language that is not ready is shown with the reason, and can't be chosen", { route: withBroken }, async ({ page, ...editor }) => {
  const picker = page.getByRole("combobox", { name: "Language" });
  await picker.click();
  const option = page.getByRole("option", { name: /Cobol/ });
  assert.equal(await option.getAttribute("aria-disabled"), "true");
  assert.match(await option.innerText(), /Not ready: \/usr\/bin\/cobc is not there; install gnucobol/);
  await option.click({ force: true });
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  assert.match(await picker.innerText(), /^Python/);
});

editorTest("a page that is opened while the server is away comes to life with it", {
  route: (page) => {
    let tries = 0;
    return page.route("**/v1/runtimes", (route) => (tries++ === 0 ? route.abort() : route.continue()));
  },
}, async (editor) => {
  await editor.run();
  assert.equal(await editor.finished(), "Finished with exit code 0");
});

editorTest("a chosen language that is not ready just now keeps its text, says why, and runs when it is", {
  language: "c",
  program: '#include <stdio.h>\nint main(void) { puts("hi"); return 0; }',
  route: withoutC,
}, async (editor) => {
  await editor.page.getByText("C is not ready: no node takes its pods").waitFor();
  assert.match(await editor.program(), /puts\("hi"\)/);
  assert.equal(await editor.button("Run").first().getAttribute("aria-disabled"), "true");
  await editor.page.getByText("C is not ready").waitFor({ state: "detached" });
  await editor.run();
  assert.equal(await editor.finished(), "Finished with exit code 0");
  assert.deepEqual(await editor.rows(), ["hi"]);
});
