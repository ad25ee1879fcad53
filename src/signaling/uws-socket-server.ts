/**
 * uWebSockets.js behind our ports: WebSocket at one path, HTTP everywhere else, on one listening port. Only this file and
 * uws-streams.ts know the library. Its rules are kept here: buffers die when the handler returns, sockets die at close,
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
import type { HttpAnswer, HttpHandler, HttpRequest, HttpRequestHead, HttpStreamAnswer } from './http/http-types.ts';
import { isOriginAllowed } from './http/origins.ts';
import type { ClientSocket, SocketHandler, TopicPublisher, WireEncoding } from './socket-server.ts';
import { Outbox, type SocketData, UwsClientSocket } from './uws-client-socket.ts';
import { type StreamSocketData, UwsHttpStream, UwsWebSocketStream } from './uws-streams.ts';

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
  /** WebSockets that only listen to an answer without end: where, and what. From pages of any origin. */
  readonly listening?: {
    readonly path: string;
    readonly onUpgrade: (request: HttpRequest) => HttpAnswer | HttpStreamAnswer;
  };
  /** Answers a request whose body is larger than `maxBodyBytes`. Default: `bodyTooLarge` in the error shape. */
  readonly refuseBody?: (head: HttpRequestHead) => HttpAnswer | undefined;
  /** A handler threw: a bug, to be logged. */
  readonly onBug: (error: unknown) => void;
}

/** What became of a request while it was being answered. */
interface ResponseState {
  aborted: boolean;
  stream: UwsHttpStream | undefined;
  onAborted: (() => void) | undefined;
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

/** The first of ours among those that a client offers. */
function chooseSubprotocol(offered: string): string | undefined {
  // Nearly all offer one.
  const only = SUBPROTOCOLS.find((name) => name === offered);
  if (only !== undefined) return only;
  const names = offered.split(',').map((name) => name.trim());
  return SUBPROTOCOLS.find((name) => names.includes(name));
}

const MAX_LISTENER_MESSAGE_BYTES = 1024;
const MAX_LISTENER_BUFFER_BYTES = 16 * 1024 * 1024;

/** Within what the library accepts. */
const idleTimeoutSeconds = (ms: number): number => Math.min(960, Math.max(8, Math.ceil(ms / 1000)));

const text = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString();

export class UwsSocketServer implements TopicPublisher {
  readonly #options: UwsSocketServerOptions;
  readonly #app = App();
  readonly #outbox = new Outbox();
  #handler: SocketHandler | undefined;
  #listenSocket: us_listen_socket | undefined;

  constructor(options: UwsSocketServerOptions) {
    this.#options = options;
    this.#routeWebSocket();
    this.#routeListening();
    this.#app.any('/*', (res, req) => this.#onHttp(res, req));
  }

  publish(topic: string, frame: Uint8Array | string, except?: ClientSocket): void {
    // What was sent before is read before: an answer that waits must not be overtaken.
    this.#outbox.flush();
    if (except instanceof UwsClientSocket && except.isOpen) except.publish(topic, frame);
    else this.#app.publish(topic, frame, typeof frame !== 'string');
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
    this.#outbox.flush();
    this.#app.close();
  }

  #routeWebSocket(): void {
    const { webSocketPath, maxFrameBytes, maxBackpressureBytes, idleTimeoutMs } = this.#options;
    this.#app.ws<SocketData>(webSocketPath, {
      // Twice the contract's limit: up to there the client gets a typed error, beyond the library hangs up.
      maxPayloadLength: maxFrameBytes * 2,
      maxBackpressure: maxBackpressureBytes,
      closeOnBackpressureLimit: true,
      idleTimeout: idleTimeoutSeconds(idleTimeoutMs),
      sendPingsAutomatically: true,
      compression: 0,
      upgrade: (res, req, context) => this.#upgrade(res, req, context),
      open: (ws) => this.#guard(() => this.#onOpen(ws)),
      message: (ws, message, isBinary) => {
        const { socket } = ws.getUserData();
        if (socket === undefined) return;
        const frame = isBinary ? new Uint8Array(message) : text(message);
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

  /** Sockets whose messages nobody reads: players of a live stream. */
  #routeListening(): void {
    const { listening, idleTimeoutMs } = this.#options;
    if (listening === undefined) return;
    this.#app.ws<StreamSocketData>(listening.path, {
      maxPayloadLength: MAX_LISTENER_MESSAGE_BYTES,
      // Whoever writes looks at what is buffered; this is only the last resort.
      maxBackpressure: MAX_LISTENER_BUFFER_BYTES,
      closeOnBackpressureLimit: true,
      idleTimeout: idleTimeoutSeconds(idleTimeoutMs),
      sendPingsAutomatically: true,
      compression: 0,
      upgrade: (res, req, context) => {
        const answer = this.#guarded(() => listening.onUpgrade(this.#requestOf(res, req)));
        if (answer === undefined) this.#answer(res, failure(new AppError('internal')));
        else if ('body' in answer) this.#answer(res, answer);
        else {
          const data: StreamSocketData = { answer, stream: undefined };
          const [key, protocols, extensions] = ['key', 'protocol', 'extensions'].map((name) =>
            req.getHeader(`sec-websocket-${name}`),
          );
          // Whatever subprotocol a player names, it gets FLV.
          res.upgrade(data, key ?? '', protocols?.split(',')[0]?.trim() ?? '', extensions ?? '', context);
        }
      },
      open: (ws) => {
        const data = ws.getUserData();
        const stream = new UwsWebSocketStream(ws);
        data.stream = stream;
        this.#guard(() => stream.start(data.answer.open(stream)));
      },
      drain: (ws) => this.#guard(() => ws.getUserData().stream?.drained()),
      close: (ws) => this.#guard(() => ws.getUserData().stream?.dead()),
    });
  }

  #onOpen(ws: UwsWebSocket<SocketData>): void {
    const data = ws.getUserData();
    const socket = new UwsClientSocket(ws, data, this.#outbox);
    data.socket = socket;
    this.#handler?.onOpen(socket);
  }

  #upgrade(res: UwsResponse, req: UwsRequest, context: Parameters<UwsResponse['upgrade']>[4]): void {
    const origin = req.getHeader('origin');
    if (origin !== '' && !isOriginAllowed(this.#options.allowedOrigins, origin, req.getHeader('host'))) {
      this.#answer(res, failure(new AppError('notAllowed', 'origin')));
      return;
    }
    const subprotocol = chooseSubprotocol(req.getHeader('sec-websocket-protocol'));
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
      address: this.#addressOf(res, this.#options.trustProxy ? req.getHeader('x-forwarded-for') : ''),
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

  /** What can be known of a request before its body. */
  #requestOf(res: UwsResponse, req: UwsRequest): HttpRequest {
    const headers = new Map(KEPT_HEADERS.map((name) => [name, req.getHeader(name)]));
    return {
      method: req.getMethod().toUpperCase(),
      path: req.getUrl(),
      query: req.getQuery() ?? '',
      header: (name) => headers.get(name) ?? '',
      address: this.#addressOf(res, req.getHeader('x-forwarded-for')),
      body: new Uint8Array(),
      onAborted: () => undefined,
    };
  }

  #onHttp(res: UwsResponse, req: UwsRequest): void {
    const state: ResponseState = { aborted: false, stream: undefined, onAborted: undefined };
    const onAborted = (freed: () => void): void => {
      state.onAborted = freed;
      if (state.aborted) this.#guard(freed);
    };
    const head: HttpRequest = { ...this.#requestOf(res, req), onAborted };
    res.onAborted(() => {
      state.aborted = true;
      this.#guard(() => state.stream?.dead());
      if (state.onAborted !== undefined) this.#guard(state.onAborted);
    });
    if (head.method === 'GET' || head.method === 'HEAD') {
      void this.#respond(res, state, head);
      return;
    }
    this.#collectBody(res, (body) => {
      if (state.aborted) return;
      if (body === undefined) {
        this.#answer(res, this.#options.refuseBody?.(head) ?? failure(new AppError('bodyTooLarge')), true);
      } else void this.#respond(res, state, { ...head, body });
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

  async #respond(res: UwsResponse, state: ResponseState, request: HttpRequest): Promise<void> {
    let answer: HttpAnswer | HttpStreamAnswer;
    try {
      answer = await this.#options.onRequest(request);
    } catch (error) {
      if (!(error instanceof AppError)) this.#options.onBug(error);
      answer = failure(error);
    }
    if ('body' in answer) {
      if (!state.aborted) this.#answer(res, request.method === 'HEAD' ? { ...answer, body: '' } : answer);
    } else if (state.aborted) answer.cancel();
    else if (request.method === 'HEAD') {
      answer.cancel();
      this.#answer(res, { ...answer, body: '' }, true);
    } else this.#stream(res, state, answer);
  }

  #stream(res: UwsResponse, state: ResponseState, answer: HttpStreamAnswer): void {
    const stream = new UwsHttpStream(res);
    state.stream = stream;
    res.cork(() => this.#writeHead(res, answer));
    this.#guard(() => stream.start(answer.open(stream)));
  }

  #answer(res: UwsResponse, answer: HttpAnswer, closeConnection = false): void {
    res.cork(() => {
      this.#writeHead(res, answer);
      res.end(answer.body, closeConnection);
    });
  }

  #writeHead(res: UwsResponse, { status, headers }: HttpAnswer | HttpStreamAnswer): void {
    res.writeStatus(`${status} ${STATUS_CODES[status] ?? ''}`);
    for (const [name, value] of Object.entries(headers)) res.writeHeader(name, value);
  }

  /** A bug in a handler must not reach the library, which would end the process. */
  #guard(work: () => void): void {
    this.#guarded(work);
  }

  /** Undefined when it threw. */
  #guarded<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.#options.onBug(error);
      return undefined;
    }
  }
}
