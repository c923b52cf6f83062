import { defineConfig } from "vitest/config";
import { Counts } from "./vitest.counts";

export default defineConfig({
  test: { include: ["src/**/*.test.ts"], reporters: ["default", new Counts()] },
});
