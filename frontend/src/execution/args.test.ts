import { expect, test } from "vitest";
import { splitArgs } from "./args";

test.each([
  ["", []],
  ["  one\ttwo  ", ["one", "two"]],
  ["--name 'Ada Lovelace' 42", ["--name", "Ada Lovelace", "42"]],
  [`"a \\"b\\" c" d`, [`a "b" c`, "d"]],
  [`a'b'"c"`, ["abc"]],
  [`'' ""`, ["", ""]],
  ["a\\ b", ["a b"]],
  ["$HOME *", ["$HOME", "*"]],
  ["'never closed", ["never closed"]],
])("%s is %j", (line, args) => expect(splitArgs(line)).toEqual(args));
