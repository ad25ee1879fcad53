/**
 * uWebSockets.js behind our ports: WebSocket at one path, HTTP everywhere else, on one listening port. The only file
 * that knows the library. Its rules are kept here: buffers die when the handler returns, sockets die at close,
 * responses are written inside `cork`, and a listen port is taken exclusively (the default would share it silently).
 */

import {
  App,
  LIBUS_LISTEN_EXCLUSIVE_PORT,
  type HttpRequest as UwsRequest,
  type HttpResponse as UwsResponse,
  type WebSocket as UwsWebSocket,
  type us_listen_socket,
  us_listen_socket_close,
  us_socket_local_port,
} from 'uWebSockets.js';
import { STATUS_CODES } from 'node:http';
import { SUBPROTOCOLS } from '../../wire/codec.ts';
import { AppError } from '../shared/app-error.ts';
import { failure } from './http/http-answers.ts';
import type { HttpAnswer, HttpHandler, HttpRequest } from './http/http-types.ts';
import { isOriginAllowed } from './http/origins.ts';
import type { ClientSocket, SocketHandler, TopicPublisher, WireEncoding } from './socket-server.ts';

// The package's types leave out what the library has: listening with options.
declare module 'uWebSockets.js' {
  export const LIBUS_LISTEN_EXCLUSIVE_PORT: number;
  interface TemplatedApp {
    listen(
      host: string,
      port: number,
      options: number,
      callback: (listenSocket: us_listen_socket | false) => void,
    ): TemplatedApp;
  }
}

export interface UwsSocketServerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly webSocketPath: string;
  readonly maxFrameBytes: number;
  /** Unread bytes at which the library drops the connection; the gateway acts well before. */
  readonly maxBackpressureBytes: number;
  readonly idleTimeoutMs: number;
  readonly maxBodyBytes: number;
  readonly trustProxy: boolean;
  readonly allowedOrigins: readonly string[];
  readonly onRequest: HttpHandler;
  /** A handler threw: a bug, to be logged. */
  readonly onBug: (error: unknown) => void;
}

interface SocketData {
  readonly encoding: WireEncoding;
  readonly address: string;
  socket: UwsClientSocket | undefined;
}

/** Header names that handlers may ask for; uWS requests cannot be read after the handler returns. */
const KEPT_HEADERS = [
  'accept',
  'accept-encoding',
  'authorization',
  'content-type',
  'if-match',
  'if-none-match',
  'origin',
  'host',
  'x-forwarded-for',
  'x-forwarded-proto',
];
const ENCODING_OF: Readonly<Record<string, WireEncoding>> = { 'rtcroom.v1.proto': 'proto', 'rtcroom.v1.json': 'json' };

const text = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString();

/** A handle that outlives its uWS socket: every method is safe after close. */
class UwsClientSocket implements ClientSocket {
  readonly encoding: WireEncoding;
  readonly address: string;
  #ws: UwsWebSocket<SocketData> | undefined;

  constructor(ws: UwsWebSocket<SocketData>, data: SocketData) {
    this.#ws = ws;
    this.encoding = data.encoding;
    this.address = data.address;
  }

  send(frame: Uint8Array | string): void {
    this.#ws?.send(frame, typeof frame !== 'string');
  }

  close(code: number, reason: string): void {
    this.#ws?.end(code, reason);
  }

  subscribe(topic: string): void {
    this.#ws?.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    this.#ws?.unsubscribe(topic);
  }

  bufferedBytes(): number {
    return this.#ws?.getBufferedAmount() ?? 0;
  }

  /** The library closed it. */
  dead(): void {
    this.#ws = undefined;
  }
}

export class UwsSocketServer implements TopicPublisher {
  readonly #options: UwsSocketServerOptions;
  readonly #app = App();
  #handler: SocketHandler | undefined;
  #listenSocket: us_listen_socket | undefined;

  constructor(options: UwsSocketServerOptions) {
    this.#options = options;
    this.#routeWebSocket();
    this.#app.any('/*', (res, req) => this.#onHttp(res, req));
  }

  publish(topic: string, frame: Uint8Array | string): void {
    this.#app.publish(topic, frame, typeof frame !== 'string');
  }

  /** Starts to listen; resolves with the port. Rejects when the port is taken or the address is not this machine's. */
  listen(handler: SocketHandler): Promise<number> {
    this.#handler = handler;
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#app.listen(host, port, LIBUS_LISTEN_EXCLUSIVE_PORT, (listenSocket) => {
        if (listenSocket === false) {
          reject(new Error(`cannot listen on ${host} port ${port}: it is in use by another program, or not allowed`));
          return;
        }
        this.#listenSocket = listenSocket;
        resolve(us_socket_local_port(listenSocket));
      });
    });
  }

  /** Takes no new connections; idempotent. */
  stopListening(): void {
    if (this.#listenSocket !== undefined) us_listen_socket_close(this.#listenSocket);
    this.#listenSocket = undefined;
  }

  /** Closes everything that is still open. */
  close(): void {
    this.stopListening();
    this.#app.close();
  }

  #routeWebSocket(): void {
    const { webSocketPath, maxFrameBytes, maxBackpressureBytes, idleTimeoutMs } = this.#options;
    this.#app.ws<SocketData>(webSocketPath, {
      // Twice the contract's limit: up to there the client gets a typed error, beyond the library hangs up.
      maxPayloadLength: maxFrameBytes * 2,
      maxBackpressure: maxBackpressureBytes,
      closeOnBackpressureLimit: true,
      idleTimeout: Math.min(960, Math.max(8, Math.ceil(idleTimeoutMs / 1000))),
      sendPingsAutomatically: true,
      compression: 0,
      upgrade: (res, req, context) => this.#upgrade(res, req, context),
      open: (ws) => this.#guard(() => this.#onOpen(ws)),
      message: (ws, message, isBinary) => {
        const { socket } = ws.getUserData();
        if (socket === undefined) return;
        // The buffer is the library's: what outlives this call is a copy.
        const frame = isBinary ? new Uint8Array(message.slice(0)) : text(message);
        this.#guard(() => this.#handler?.onMessage(socket, frame));
      },
      close: (ws, code) => {
        const data = ws.getUserData();
        const { socket } = data;
        if (socket === undefined) return;
        data.socket = undefined;
        socket.dead();
        this.#guard(() => this.#handler?.onClose(socket, code));
      },
    });
  }

  #onOpen(ws: UwsWebSocket<SocketData>): void {
    const data = ws.getUserData();
    const socket = new UwsClientSocket(ws, data);
    data.socket = socket;
    this.#handler?.onOpen(socket);
  }

  #upgrade(res: UwsResponse, req: UwsRequest, context: Parameters<UwsResponse['upgrade']>[4]): void {
    const origin = req.getHeader('origin');
    if (!isOriginAllowed(this.#options.allowedOrigins, origin, req.getHeader('host'))) {
      this.#answer(res, failure(new AppError('notAllowed', 'origin')));
      return;
    }
    const offered = req
      .getHeader('sec-websocket-protocol')
      .split(',')
      .map((name) => name.trim());
    const subprotocol = SUBPROTOCOLS.find((name) => offered.includes(name));
    const encoding = subprotocol === undefined ? undefined : ENCODING_OF[subprotocol];
    if (subprotocol === undefined || encoding === undefined) {
      this.#answer(
        res,
        failure(new AppError('invalidArgument', `subprotocol must be one of ${SUBPROTOCOLS.join(', ')}`)),
      );
      return;
    }
    const data: SocketData = {
      encoding,
      address: this.#addressOf(res, req.getHeader('x-forwarded-for')),
      socket: undefined,
    };
    res.upgrade(
      data,
      req.getHeader('sec-websocket-key'),
      subprotocol,
      req.getHeader('sec-websocket-extensions'),
      context,
    );
  }

  #addressOf(res: UwsResponse, forwardedFor: string): string {
    const forwarded = this.#options.trustProxy ? forwardedFor.split(',')[0]?.trim() : undefined;
    return forwarded || text(res.getRemoteAddressAsText());
  }

  #onHttp(res: UwsResponse, req: UwsRequest): void {
    const method = req.getMethod().toUpperCase();
    const headers = new Map(KEPT_HEADERS.map((name) => [name, req.getHeader(name)]));
    const head = {
      method,
      path: req.getUrl(),
      query: req.getQuery() ?? '',
      header: (name: string): string => headers.get(name) ?? '',
      address: this.#addressOf(res, req.getHeader('x-forwarded-for')),
    };
    const state = { aborted: false };
    res.onAborted(() => {
      state.aborted = true;
    });
    if (method === 'GET' || method === 'HEAD') {
      void this.#respond(res, state, { ...head, body: new Uint8Array() });
      return;
    }
    this.#collectBody(res, (body) => {
      if (state.aborted) return;
      if (body === undefined) this.#answer(res, failure(new AppError('bodyTooLarge')), true);
      else void this.#respond(res, state, { ...head, body });
    });
  }

  /** Calls back once, with undefined as soon as the body exceeds the limit. */
  #collectBody(res: UwsResponse, done: (body: Uint8Array | undefined) => void): void {
    const chunks: Buffer[] = [];
    let size = 0;
    let finished = false;
    res.onData((chunk, isLast) => {
      if (finished) return;
      size += chunk.byteLength;
      finished = isLast || size > this.#options.maxBodyBytes;
      if (size > this.#options.maxBodyBytes) {
        done(undefined);
        return;
      }
      chunks.push(Buffer.from(chunk.slice(0)));
      if (isLast) done(Buffer.concat(chunks));
    });
  }

  async #respond(res: UwsResponse, state: { readonly aborted: boolean }, request: HttpRequest): Promise<void> {
    let answer: HttpAnswer;
    try {
      answer = await this.#options.onRequest(request);
    } catch (error) {
      if (!(error instanceof AppError)) this.#options.onBug(error);
      answer = failure(error);
    }
    if (!state.aborted) this.#answer(res, request.method === 'HEAD' ? { ...answer, body: '' } : answer);
  }

  #answer(res: UwsResponse, answer: HttpAnswer, closeConnection = false): void {
    res.cork(() => {
      res.writeStatus(`${answer.status} ${STATUS_CODES[answer.status] ?? ''}`);
      for (const [name, value] of Object.entries(answer.headers)) res.writeHeader(name, value);
      res.end(answer.body, closeConnection);
    });
  }

  /** A bug in a handler must not reach the library, which would end the process. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.onBug(error);
    }
  }
}
