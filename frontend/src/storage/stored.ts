// Where there is no localStorage (a private window, a full disk), the page itself remembers, until it is closed.
const memory = new Map<string, string>();

export function load<T>(key: string, fallback: T): T {
  try {
    const text = memory.get(key) ?? localStorage.getItem(`rcoder.${key}`);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function save(key: string, value: unknown): void {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(`rcoder.${key}`, text);
  } catch {
    memory.set(key, text);
  }
}
