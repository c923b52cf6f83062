import { eventsAddress, executionExists } from "./client";
import { Inbox } from "./inbox";
import { type ExecutionEvent, eventTypes } from "./types";

export interface EventHandlers {
  event(event: ExecutionEvent): void;
  connection(up: boolean): void;
  /** The server answers, but knows no such run any more. */
  lost(): void;
}

/**
 * Follows a run to its end. A dropped connection is EventSource's to restore, with Last-Event-ID; where it gives
 * up (any answer but 200), the stream is opened anew from its start, and the reader skips what it has seen.
 */
export function followEvents(id: string, handlers: EventHandlers): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let closed = false;
  const inbox = new Inbox<string>((data) => handlers.event(JSON.parse(data) as ExecutionEvent));

  const close = () => {
    closed = true;
    clearTimeout(timer);
    source.close();
  };

  const open = () => {
    source = new EventSource(eventsAddress(id));
    source.onopen = () => {
      tries = 0;
      handlers.connection(true);
    };
    source.onerror = () => {
      if (closed) return;
      handlers.connection(false);
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(reopen, Math.min(500 * 2 ** tries++, 8000));
    };
    for (const type of eventTypes)
      source.addEventListener(type, (message: MessageEvent<string>) => {
        if (type === "finished") close();
        inbox.add(message.data);
      });
  };

  const reopen = async () => {
    const exists = await executionExists(id).catch(() => true);
    if (closed) return;
    if (exists) return open();
    close();
    handlers.lost();
  };

  open();
  return () => {
    close();
    inbox.close();
  };
}
