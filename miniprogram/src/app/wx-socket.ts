/** Sockets through `wx.connectSocket`. */
import type { OpenSocket } from '../../../client/api.ts';
import type { WxPlatform } from './platform.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const ABNORMAL_CLOSURE = 1006;

/** Codes that wx takes; anything else makes `close` fail, and the socket stays open. */
function allowedCode(code: number | undefined): number {
  return code !== undefined && code >= 3000 && code <= 4999 ? code : 1000;
}

/**
 * A socket of the mini program. Whatever ends it ends in one `onClose`: a refused connection, an error, a send that
 * failed; wx does not tell a close after each of them on every phone.
 */
export function wxSocketOpener(platform: WxPlatform): OpenSocket {
  return (url, subprotocol, events) => {
    let isClosed = false;
    const end = (code: number, reason: string): void => {
      if (isClosed) return;
      isClosed = true;
      events.onClose(code, reason);
    };
    const fail = ({ errMsg }: { readonly errMsg: string }): void => end(ABNORMAL_CLOSURE, errMsg);
    const task = platform.connectSocket({
      url,
      protocols: [subprotocol],
      tcpNoDelay: true,
      timeout: CONNECT_TIMEOUT_MS,
      fail,
    });
    task.onOpen(() => {
      if (!isClosed) events.onOpen();
    });
    task.onMessage(({ data }) => {
      if (!isClosed) events.onMessage(typeof data === 'string' ? data : new Uint8Array(data));
    });
    task.onError(fail);
    task.onClose(({ code, reason }) => end(code, reason));
    return {
      send: (data) => task.send({ data: typeof data === 'string' ? data : bufferOf(data), fail }),
      close: (code, reason = '') => {
        task.close({ code: allowedCode(code), reason });
        // Not told by wx when the socket never opened.
        end(code ?? ABNORMAL_CLOSURE, reason);
      },
    };
  };
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy.buffer;
}
