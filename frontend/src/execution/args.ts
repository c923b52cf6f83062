/** Splits a command line as a shell does: blanks part, quotes and backslashes keep together. Nothing is expanded. */
export function splitArgs(line: string): string[] {
  const args: string[] = [];
  let arg: string | undefined;
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const c = line[i] as string;
    if (quote) {
      if (c === quote) quote = "";
      else if (c === "\\" && quote === '"' && /["\\]/.test(line[i + 1] ?? "")) arg = (arg ?? "") + line[++i];
      else arg = (arg ?? "") + c;
    } else if (c === '"' || c === "'") {
      quote = c;
      arg ??= "";
    } else if (c === "\\" && i + 1 < line.length) {
      arg = (arg ?? "") + line[++i];
    } else if (/\s/.test(c)) {
      if (arg !== undefined) args.push(arg);
      arg = undefined;
    } else {
      arg = (arg ?? "") + c;
    }
  }
  if (arg !== undefined) args.push(arg);
  return args;
}
