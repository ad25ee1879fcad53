/** Sockets through the platform's own `WebSocket`: browsers, and Node 22 and later. */
import type { OpenSocket } from '../api.ts';

/** Codes that `WebSocket.close` takes; anything else throws there. */
function allowedCode(code: number | undefined): number | undefined {
  if (code === undefined || code === 1000 || (code >= 3000 && code <= 4999)) return code;
  return 1000;
}

/** Opens a WebSocket. Errors have no event of their own: they end in `onClose` with code 1006. */
export const openWebSocket: OpenSocket = (url, subprotocol, events) => {
  const socket = new WebSocket(url, subprotocol);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.onOpen();
  socket.onmessage = ({ data }: { data: unknown }) => {
    if (typeof data === 'string') events.onMessage(data);
    else if (data instanceof ArrayBuffer) events.onMessage(new Uint8Array(data));
  };
  socket.onclose = ({ code, reason }) => events.onClose(code, reason);
  return {
    // The codec's bytes may be a view into a pool; `send` copies before it returns.
    send: (data) => socket.send(data as string),
    close: (code, reason) => socket.close(allowedCode(code), reason),
  };
};
