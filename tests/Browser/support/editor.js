import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { address, runtimeOf } from "./server.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const skip = existsSync(executablePath) ? false : `there is no browser at ${executablePath}; set CHROMIUM`;

// Long: a shared machine may be slow. What checks a promise about time says its own bound.
const patience = 30_000;
let browser;

/** A test with an editor of its own: `options` say how it opens, `body` gets it. Nothing may leave the origin, ever. */
export function editorTest(name, options, body) {
  test(name, { skip, timeout: 4 * patience }, async (t) => {
    const editor = await open(options);
    try {
      await body(editor, t);
      editor.assertNothingLeft();
      assert.deepEqual(editor.errors, []);
    } finally {
      await editor.page.context().close();
    }
  });
}

if (!skip) {
  before(async () => {
    browser = await chromium.launch({
      executablePath,
      args: [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
    });
  });
  after(() => browser.close());
}

async function open({ language = "python", program, settings, stored = {}, at = address, route, ...context }) {
  const opened = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context });
  const seeds = { runtime: (await runtimeOf(language)).name, ...stored };
  if (program !== undefined) seeds[`source.${language}`] = program;
  if (settings) seeds[`settings.${language}`] = settings;
  // Only where nothing is stored yet: a reload must find what the page itself kept.
  await opened.addInitScript((items) => {
    for (const [key, value] of Object.entries(items))
      if (localStorage.getItem(`rcoder.${key}`) === null) localStorage.setItem(`rcoder.${key}`, JSON.stringify(value));
  }, seeds);
  const page = await opened.newPage();
  page.setDefaultTimeout(patience);
  const editor = new Editor(page, new URL(at));
  if (route) await route(page);
  await page.goto(String(at));
  await editor.ready();
  return editor;
}

class Editor {
  requests = [];
  errors = [];

  constructor(page, origin) {
    this.page = page;
    this.origin = origin.origin;
    page.context().on("request", (request) => this.requests.push(request.url()));
    page.on("websocket", (socket) => this.requests.push(socket.url()));
    page.on("pageerror", (error) => this.errors.push(error.message));
  }

  get code() {
    return this.page.locator(".monaco-editor .view-lines");
  }

  get status() {
    return this.page.locator(".status");
  }

  get stdin() {
    return this.page.getByLabel("Input to the running program");
  }

  /** Monaco is there, and shows the program. */
  ready() {
    return this.page.locator(".monaco-editor .view-line").first().waitFor();
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: false });
  }

  run() {
    return this.page.locator(".button.primary").click();
  }

  async reaches(stage) {
    await this.page.locator(`.status[data-stage="${stage}"]`).waitFor();
  }

  async finished() {
    await this.reaches("finished");
    return this.status.locator("h2").innerText();
  }

  /** The rows in sight, each with what a screen reader hears of its stream ("stderr: ", "you typed: "). */
  async rows(section = ".output") {
    return (await this.page.locator(`${section} .row-text`).allTextContents()).map((it) => it.trimEnd());
  }

  async shows(text, section = ".output") {
    await this.page.locator(`${section} .row-text`, { hasText: text }).first().waitFor();
  }

  async program() {
    const text = await this.page.locator(".monaco-editor .view-line").allTextContents();
    return text.join("\n").replaceAll("\u00a0", " ");
  }

  async typeProgram(text) {
    await this.code.click();
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.insertText(text);
  }

  assertNothingLeft() {
    const local = (url) => url.startsWith(`${this.origin}/`) || url.startsWith("data:") || url.startsWith(`blob:${this.origin}/`);
    assert.ok(this.requests.length > 0);
    assert.deepEqual(this.requests.filter((url) => !local(url)), []);
  }
}
