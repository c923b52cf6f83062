const sliceMs = 8;

/**
 * Hands on what comes, in order, in slices between which the page can draw and take keys: a browser delivers all that
 * it has read of a stream in one task. Not by a timer: those of a hidden tab may wait for a second each.
 */
export class Inbox<T> {
  #waiting: T[] = [];
  #next = 0;
  #channel = new MessageChannel();

  constructor(deliver: (item: T) => void) {
    this.#channel.port1.onmessage = () => {
      const until = performance.now() + sliceMs;
      try {
        do deliver(this.#waiting[this.#next++] as T);
        while (this.#next < this.#waiting.length && performance.now() < until);
      } finally {
        this.#goOn();
      }
    };
  }

  add(item: T): void {
    if (this.#waiting.push(item) === 1) this.#wake();
  }

  /** Nothing that still waits is delivered. */
  close(): void {
    this.#waiting = [];
    this.#channel.port1.onmessage = null;
    this.#channel.port1.close();
  }

  #goOn(): void {
    if (this.#next < this.#waiting.length) return this.#wake();
    this.#waiting = [];
    this.#next = 0;
  }

  #wake(): void {
    this.#channel.port2.postMessage(null);
  }
}
