import { beforeEach, expect, test, vi } from "vitest";
import { Inbox } from "./inbox";

const turn = () => new Promise((resolve) => setTimeout(resolve));

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

let thrown: unknown[] = [];

// As a browser does: each message is a task of its own. Node's takes many in one.
beforeEach(() => {
  thrown = [];
  vi.stubGlobal(
    "MessageChannel",
    class {
      port1 = { onmessage: null as (() => void) | null, close() {} };
      port2 = { postMessage: () => void setTimeout(() => this.#receive()) };

      #receive(): void {
        try {
          this.port1.onmessage?.();
        } catch (error) {
          thrown.push(error);
        }
      }
    },
  );
  return () => vi.unstubAllGlobals();
});

test("all is handed on, in order, and not before its sender is done", async () => {
  const got: number[] = [];
  const inbox = new Inbox<number>((it) => got.push(it));
  for (let i = 0; i < 1000; i++) inbox.add(i);
  expect(got).toEqual([]);
  while (got.length < 1000) await turn();
  inbox.add(1000);
  while (got.length < 1001) await turn();
  expect(got).toEqual(Array.from({ length: 1001 }, (_, i) => i));
  inbox.close();
});

test("others have their turn before all is handed on", async () => {
  let got = 0;
  const inbox = new Inbox<number>(() => {
    got++;
    busy(5);
  });
  for (let i = 0; i < 10; i++) inbox.add(i);
  while (got === 0) await turn();
  expect(got).toBeLessThan(10);
  while (got < 10) await turn();
  inbox.close();
});

test("one that can't be taken keeps none of the others", async () => {
  const got: number[] = [];
  const inbox = new Inbox<number>((it) => {
    if (it === 1) throw new Error("one");
    got.push(it);
  });
  for (let i = 0; i < 4; i++) inbox.add(i);
  for (let turns = 0; turns < 50 && got.length < 3; turns++) await turn();
  expect(got).toEqual([0, 2, 3]);
  expect(thrown).toEqual([new Error("one")]);
  inbox.close();
});

test("once it is closed nothing is handed on", async () => {
  const got: number[] = [];
  const inbox = new Inbox<number>((it) => {
    got.push(it);
    inbox.close();
  });
  inbox.add(1);
  inbox.add(2);
  while (got.length === 0) await turn();
  await turn();
  expect(got).toEqual([1]);
});
