/** Numbers as people read them. */

export function duration(ms: number): string {
  if (ms < 1) return `${round(ms, 2)} ms`;
  if (ms < 10) return `${round(ms, 1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${round(ms / 1000, ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min${seconds % 60 > 0 ? ` ${seconds % 60} s` : ""}`;
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  const [unit, size] = count < 1024 ** 2 ? ["KiB", 1024] : count < 1024 ** 3 ? ["MiB", 1024 ** 2] : ["GiB", 1024 ** 3];
  const value = count / (size as number);
  return `${round(value, value < 100 ? 1 : 0)} ${unit}`;
}

export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
