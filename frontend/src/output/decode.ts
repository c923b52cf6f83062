import type { Output } from "../api/types";

/** Bytes that are not UTF-8 come as Base64; a character may be cut between two such chunks of one stream. */
export class ChunkDecoder {
  #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };

  decode({ stream, text, base64 }: Pick<Output, "stream" | "text" | "base64">): string {
    const decoder = this.#decoders[stream];
    if (base64 !== undefined) return decoder.decode(bytesOf(base64), { stream: true });
    return decoder.decode() + (text ?? "");
  }
}

function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
