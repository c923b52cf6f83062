import { AnsiParser, plain, type Style } from "./ansi";
import { GrowableUint32 } from "./growable";

export const streams = ["stdout", "stderr", "stdin"] as const;
export type Stream = (typeof streams)[number];

export interface Run {
  text: string;
  style: Style;
}

const pageSize = 32 * 1024;
const tabStop = 8;

/**
 * What a program wrote, as lines that each belong to one stream, kept in columns: pages of text, where each line
 * starts, where each style starts. It only grows, but for a carriage return, which takes its line back.
 */
export class OutputBuffer {
  /** Rises with every change. */
  version = 0;
  /** What the program wrote, in UTF-8; not what was typed. */
  bytes = 0;
  /** No character needs more than one cell. */
  ascii = true;

  #raw: { stream: Stream; text: string }[] = [];
  #parsers = { stdout: new AnsiParser(), stderr: new AnsiParser(), stdin: new AnsiParser() };
  #pages: string[] = [];
  #pageStarts = new GrowableUint32();
  #length = 0;
  #lineStarts = new GrowableUint32();
  #lineStreams = new GrowableUint32();
  #runStarts = new GrowableUint32();
  #runStyles = new GrowableUint32();
  #returned = false;
  /** The streams whose line was ended by another's text: their own line end is still to come. */
  #brokenOff = new Set<Stream>();

  get isEmpty(): boolean {
    return this.#raw.length === 0;
  }

  get lineCount(): number {
    const n = this.#lineStarts.length;
    return n > 0 && this.#lineStarts.at(n - 1) === this.#length ? n - 1 : n;
  }

  append(stream: Stream, text: string): void {
    if (!text) return;
    this.version++;
    if (stream !== "stdin") this.bytes += byteLength(text);
    this.#raw.push({ stream, text });
    this.#parsers[stream].parse(text, (piece, style) => this.#write(stream, piece, style));
  }

  streamOf(line: number): Stream {
    return streams[this.#lineStreams.at(line)] as Stream;
  }

  textOf(line: number): string {
    return this.#slice(this.#lineStarts.at(line), this.#endOf(line));
  }

  lengthOf(line: number): number {
    return this.#endOf(line) - this.#lineStarts.at(line);
  }

  /** Characters `from` to `to` of a line, parted where the style changes. */
  runsOf(line: number, from: number, to: number): Run[] {
    const base = this.#lineStarts.at(line);
    const end = Math.min(base + to, this.#endOf(line));
    const runs: Run[] = [];
    for (let start = base + from, i = this.#runStarts.lastAtMost(start); start < end; i++) {
      const next = i + 1 < this.#runStarts.length ? Math.min(this.#runStarts.at(i + 1), end) : end;
      runs.push({ text: this.#slice(start, next), style: i < 0 ? plain : this.#runStyles.at(i) });
      start = next;
    }
    return runs;
  }

  /** What the program itself wrote, byte for byte as far as it is text. */
  raw(...wanted: Stream[]): string {
    return this.#raw.filter(({ stream }) => wanted.includes(stream)).map(({ text }) => text).join("");
  }

  #write(stream: Stream, text: string, style: Style): void {
    if (this.#brokenOff.delete(stream) && text.startsWith("\n")) text = text.slice(1);
    if (!text) return;
    this.#openLine(stream);
    if (!/[\x00-\x08\x0b-\x1f\x7f\t]/.test(text) && !this.#returned) return this.#push(stream, text, style);
    for (const part of text.split(/([\r\n\t]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+)/)) this.#writePart(stream, part, style);
  }

  #writePart(stream: Stream, part: string, style: Style): void {
    if (!part) return;
    if (part === "\r") {
      this.#returned = true;
      return;
    }
    if (part === "\n") {
      this.#returned = false;
      return this.#push(stream, part, style);
    }
    const visible = part === "\t" ? " ".repeat(tabStop - (this.#column() % tabStop)) : shown(part);
    if (!visible) return;
    if (this.#returned) this.#takeLineBack();
    this.#push(stream, visible, style);
  }

  #push(stream: Stream, text: string, style: Style): void {
    if (this.ascii && /[^\x00-\x7f]/.test(text)) this.ascii = false;
    const runs = this.#runStyles.length;
    if (style !== (runs > 0 ? this.#runStyles.at(runs - 1) : plain)) {
      this.#runStarts.push(this.#length);
      this.#runStyles.push(style);
    }
    const base = this.#length;
    const last = this.#pages.length - 1;
    if (last >= 0 && (this.#pages[last] as string).length + text.length <= pageSize) this.#pages[last] += text;
    else {
      this.#pages.push(text);
      this.#pageStarts.push(base);
    }
    this.#length += text.length;
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) this.#startLine(stream, base + i + 1);
  }

  /** A line is of one stream: another one's text begins a new line. */
  #openLine(stream: Stream): void {
    const last = this.#lineStarts.length - 1;
    if (last < 0) return this.#startLine(stream, 0);
    const before = this.streamOf(last);
    if (before === stream) return;
    if (this.#lineStarts.at(last) < this.#length) {
      this.#push(stream, "\n", plain);
      if (stream !== "stdin") this.#brokenOff.add(before);
    }
    this.#returned = false;
    this.#lineStreams.set(this.#lineStarts.length - 1, streams.indexOf(stream));
  }

  #startLine(stream: Stream, at: number): void {
    this.#lineStarts.push(at);
    this.#lineStreams.push(streams.indexOf(stream));
  }

  #takeLineBack(): void {
    this.#returned = false;
    const start = this.#lineStarts.at(this.#lineStarts.length - 1);
    while (this.#pages.length > 0 && this.#pageStarts.at(this.#pages.length - 1) >= start) {
      this.#pages.pop();
      this.#pageStarts.length--;
    }
    const last = this.#pages.length - 1;
    if (last >= 0) this.#pages[last] = (this.#pages[last] as string).slice(0, start - this.#pageStarts.at(last));
    while (this.#runStarts.length > 0 && this.#runStarts.at(this.#runStarts.length - 1) >= start) {
      this.#runStarts.length--;
      this.#runStyles.length--;
    }
    this.#length = start;
  }

  #column(): number {
    return this.#returned ? 0 : this.#length - this.#lineStarts.at(this.#lineStarts.length - 1);
  }

  #endOf(line: number): number {
    return line + 1 < this.#lineStarts.length ? this.#lineStarts.at(line + 1) - 1 : this.#length;
  }

  #slice(from: number, to: number): string {
    let text = "";
    for (let page = this.#pageStarts.lastAtMost(from); from < to; page++) {
      const start = this.#pageStarts.at(page);
      const part = (this.#pages[page] as string).slice(from - start, to - start);
      text += part;
      from += part.length;
    }
    return text;
  }
}

const utf8 = new TextEncoder();
const byteLength = (text: string): number => (/[^\x00-\x7f]/.test(text) ? utf8.encode(text).length : text.length);

/** Control characters have pictures of their own; a backspace or a bell has nothing to show. */
const shown = (text: string): string =>
  text.replace(/[\x00-\x1f\x7f]/g, (c) => (c === "\b" || c === "\x07" ? "" : c === "\x7f" ? "␡" : String.fromCharCode(0x2400 + c.charCodeAt(0))));
