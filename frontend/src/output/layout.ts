import type { OutputBuffer } from "./buffer";
import { rowStarts } from "./cells";
import { GrowableUint32 } from "./growable";

export interface Row {
  line: number;
  from: number;
  to: number;
}

/** Which rows the lines of a buffer fill at a width, laid out no more than once a line. */
export class RowLayout {
  /** The first row of each line. */
  #firstRows = new GrowableUint32();
  #rows = 0;

  constructor(
    readonly buffer: OutputBuffer,
    readonly columns: number,
  ) {}

  /** Takes in what the buffer gained; its last line may have grown or been taken back. */
  update(): number {
    const known = this.#firstRows.length;
    if (known > 0) this.#rows = this.#firstRows.at(--this.#firstRows.length);
    for (let line = this.#firstRows.length; line < this.buffer.lineCount; line++) {
      this.#firstRows.push(this.#rows);
      this.#rows += this.#rowsOf(line);
    }
    return this.#rows;
  }

  row(index: number): Row {
    const line = this.#firstRows.lastAtMost(index);
    const nth = index - this.#firstRows.at(line);
    const length = this.buffer.lengthOf(line);
    if (this.buffer.ascii || length <= this.columns / 2)
      return { line, from: nth * this.columns, to: Math.min((nth + 1) * this.columns, length) };
    const starts = rowStarts(this.buffer.textOf(line), this.columns);
    return { line, from: starts[nth] ?? length, to: starts[nth + 1] ?? length };
  }

  #rowsOf(line: number): number {
    const length = this.buffer.lengthOf(line);
    if (this.buffer.ascii || length <= this.columns / 2) return Math.max(1, Math.ceil(length / this.columns));
    return rowStarts(this.buffer.textOf(line), this.columns).length;
  }
}
