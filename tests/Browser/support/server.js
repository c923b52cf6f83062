export const address = new URL(process.env.RCODER_URL ?? "http://127.0.0.1:3000");

/** What the server offers, asked once. */
export async function runtimes() {
  const response = await fetch(new URL("v1/runtimes", address));
  return (await response.json()).runtimes;
}

export async function runtimeOf(language) {
  const runtime = (await runtimes()).find((it) => it.language === language && it.ready);
  if (!runtime) throw new Error(`The server has no ready runtime for ${language}`);
  return runtime;
}
