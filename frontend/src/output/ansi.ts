/** A style is one number: bits 0–4 the colour (0 none, 1–16 the palette), 5 bold, 6 dim, 7 italic, 8 underline. */
export type Style = number;

export const plain: Style = 0;
const bold = 1 << 5;
const dim = 1 << 6;
const italic = 1 << 7;
const underline = 1 << 8;
const colourMask = 31;

export function classesOf(style: Style): string {
  const colour = style & colourMask;
  return [
    colour && `ansi-${colour - 1}`,
    style & bold && "ansi-bold",
    style & dim && "ansi-dim",
    style & italic && "ansi-italic",
    style & underline && "ansi-underline",
  ]
    .filter(Boolean)
    .join(" ");
}

// CSI, OSC (ended by BEL or ST), other strings, and two-character escapes.
const escape = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/g;
const longestPartial = 256;

/** Takes escape sequences out of a stream, keeps its colours; a sequence may be cut between two chunks. */
export class AnsiParser {
  #style = plain;
  #held = "";

  parse(chunk: string, emit: (text: string, style: Style) => void): void {
    if (!this.#held && !chunk.includes("\x1b")) return emit(chunk, this.#style);
    const text = this.#held + chunk;
    let from = 0;
    for (const match of text.matchAll(escape)) {
      if (match.index > from) emit(text.slice(from, match.index), this.#style);
      if (match[0].startsWith("\x1b[") && match[0].endsWith("m")) this.#style = apply(this.#style, match[0].slice(2, -1));
      from = match.index + match[0].length;
    }
    const rest = text.slice(from);
    const cut = rest.lastIndexOf("\x1b");
    const partial = cut >= 0 && rest.length - cut < longestPartial;
    this.#held = partial ? rest.slice(cut) : "";
    const whole = partial ? rest.slice(0, cut) : rest;
    if (whole) emit(whole, this.#style);
  }
}

function apply(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((it) => Number(it || 0));
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if (code === 0) style = plain;
    else if (code === 1) style |= bold;
    else if (code === 2) style |= dim;
    else if (code === 3) style |= italic;
    else if (code === 4) style |= underline;
    else if (code === 22) style &= ~(bold | dim);
    else if (code === 23) style &= ~italic;
    else if (code === 24) style &= ~underline;
    else if (code >= 30 && code <= 37) style = coloured(style, code - 29);
    else if (code >= 90 && code <= 97) style = coloured(style, code - 81);
    else if (code === 39) style = coloured(style, 0);
    else if (code === 38 || code === 48) {
      const index = codes[i + 2] ?? 16;
      if (code === 38) style = coloured(style, codes[i + 1] === 5 && index < 16 ? index + 1 : 0);
      i += codes[i + 1] === 5 ? 2 : 4;
    }
  }
  return style;
}

const coloured = (style: Style, colour: number): Style => (style & ~colourMask) | colour;
