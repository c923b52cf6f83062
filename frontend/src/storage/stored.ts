/** localStorage, where there is one: a private window or a full disk must not stop anyone from working. */
export function load<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`rcoder.${key}`);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function save(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(`rcoder.${key}`);
    else localStorage.setItem(`rcoder.${key}`, JSON.stringify(value));
  } catch {
    // Not kept then.
  }
}
