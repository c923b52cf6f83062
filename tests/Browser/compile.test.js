import assert from "node:assert/strict";
import { editorTest } from "./support/editor.js";

editorTest("what the compiler says is apart from what the program says", {
  language: "c",
  program: "int main(void) { return missing; }",
}, async (editor) => {
  await editor.run();
  assert.equal(await editor.finished(), "It did not compile");
  await editor.page.getByRole("heading", { name: "Compiler errors" }).waitFor();
  assert.match((await editor.rows(".compiler")).join("\n"), /'missing' undeclared|‘missing’ undeclared|undeclared identifier/);
  assert.deepEqual(await editor.rows(), []);
  await editor.page.getByText("The program was not started.").waitFor();
});

editorTest("a program that compiles shows the compiler's time in the waterfall", {
  language: "c",
  program: '#include <stdio.h>\nint main(void) { puts("hi"); return 0; }',
}, async (editor) => {
  await editor.run();
  assert.equal(await editor.finished(), "Finished with exit code 0");
  assert.deepEqual(await editor.rows(), ["hi"]);
  await editor.page.locator(".waterfall tbody th", { hasText: "Compile" }).waitFor();
});

editorTest("a crash is told by its signal", {
  language: "c",
  program: "#include <stdlib.h>\nint main(void) { abort(); }",
}, async (editor) => {
  await editor.run();
  assert.equal(await editor.finished(), "Ended by SIGABRT: it aborted itself");
});
