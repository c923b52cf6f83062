import assert from "node:assert/strict";
import { after } from "node:test";
import { editorTest } from "./support/editor.js";
import { startProxy } from "./support/proxy.js";

const counting = "import time\nfor i in range(60):\n    print(i, flush=True)\n    time.sleep(0.1)";
const all = Array.from({ length: 60 }, (_, i) => String(i));
const tall = { viewport: { width: 1280, height: 1900 } };

const proxy = await startProxy();
after(() => proxy.close());

editorTest("a connection that is cut comes back by itself, with nothing missing and nothing twice", {
  ...tall, at: proxy.address, program: counting, settings: { stdinMode: "text" },
}, async (editor) => {
  await editor.run();
  await editor.shows(/^3$/);
  proxy.cut();
  await editor.page.getByText("The connection was lost. Reconnecting").waitFor();
  assert.equal(await editor.finished(), "Finished with exit code 0");
  assert.deepEqual(await editor.rows(), all);
  assert.equal(await editor.page.getByText("The connection was lost").count(), 0);
});

editorTest("a server that is away for a while is waited for", {
  ...tall, at: proxy.address, program: counting, settings: { stdinMode: "text" },
}, async (editor) => {
  await editor.run();
  await editor.shows(/^3$/);
  await proxy.down();
  await editor.page.getByText("The connection was lost. Reconnecting").waitFor();
  await proxy.up();
  assert.equal(await editor.finished(), "Finished with exit code 0");
  assert.deepEqual(await editor.rows(), all);
});

editorTest("a run that the server forgot is told in words, and another can be started", {
  program: "print('second')",
  route: async (page) => {
    const gone = (route) => route.fulfill({ status: 404, contentType: "application/problem+json", json: { title: "Not Found", status: 404 } });
    await page.route(/\/v1\/executions\/[0-9a-f]{32}/, gone);
  },
}, async (editor) => {
  await editor.run();
  await editor.reaches("lost");
  assert.equal(await editor.status.locator("h2").innerText(), "The server no longer knows this run");
  await editor.page.unroute(/\/v1\/executions\/[0-9a-f]{32}/);
  await editor.run();
  await editor.shows("second");
});
