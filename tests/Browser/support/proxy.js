import { connect, createServer } from "node:net";
import { once } from "node:events";
import { address } from "./server.js";

/** Stands between the browser and the server, and can cut every connection. */
export async function startProxy() {
  const open = new Set();
  const server = createServer((client) => {
    const upstream = connect(Number(address.port || 80), address.hostname);
    for (const [from, to] of [[client, upstream], [upstream, client]]) {
      open.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  const listen = async (port) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const { port } = server.address();
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    address: `http://127.0.0.1:${port}/`,
    cut,
    /** Refuses new connections, too, until `up`. */
    async down() {
      const closed = once(server, "close");
      server.close();
      cut();
      await closed;
    },
    up: () => listen(port),
    close() {
      server.close();
      cut();
    },
  };
}
