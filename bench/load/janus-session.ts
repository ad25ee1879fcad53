/** A session of Janus' HTTP API: requests are posted, what happens later is fetched by long polls. */
const REQUEST_TIMEOUT_MS = 15_000;
/** Janus ends a long poll after 30 s. */
const POLL_TIMEOUT_MS = 40_000;
const EVENTS_AT_ONCE = 10;

export interface Description {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

/** What the plugin said, and the description that came with it. */
export interface PluginAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly jsep?: Description;
}

interface JanusMessage {
  readonly janus: string;
  readonly transaction?: string;
  readonly data?: { readonly id: number };
  readonly plugindata?: { readonly data: Readonly<Record<string, unknown>> };
  readonly jsep?: Description;
  readonly error?: { readonly reason: string };
}

interface Waiting {
  readonly resolve: (message: JanusMessage) => void;
}

export class JanusSession {
  readonly #base: string;
  readonly #waiting = new Map<string, Waiting>();
  readonly #closing = new AbortController();
  #url = '';
  #transactions = 0;

  private constructor(port: number) {
    this.#base = `http://127.0.0.1:${port}/janus`;
  }

  static async open(port: number): Promise<JanusSession> {
    const session = new JanusSession(port);
    session.#url = session.#base;
    const id = idOf(await session.#post('', { janus: 'create' }));
    session.#url = `${session.#base}/${id}`;
    void session.#poll();
    return session;
  }

  /** A handle of the video room. */
  async attach(): Promise<number> {
    return idOf(await this.#post('', { janus: 'attach', plugin: 'janus.plugin.videoroom' }));
  }

  /** What the video room answers. @throws Error with its reason when it refuses, or not in time */
  async message(handle: number, body: object, jsep?: Description): Promise<PluginAnswer> {
    const answer = await this.#post(`/${handle}`, { janus: 'message', body, ...(jsep && { jsep }) });
    const data = answer.plugindata?.data ?? {};
    if (data['error'] !== undefined) throw new Error(`janus: ${String(data['error'])}`);
    return { data, ...(answer.jsep && { jsep: answer.jsep }) };
  }

  /** Janus itself is ended by whoever started it. */
  close(): void {
    this.#closing.abort();
  }

  async #post(path: string, request: object): Promise<JanusMessage> {
    this.#transactions += 1;
    const transaction = `t${this.#transactions}`;
    const { promise, resolve, reject } = Promise.withResolvers<JanusMessage>();
    const inTime = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const timer = setTimeout(() => reject(new Error('janus: no answer in time')), REQUEST_TIMEOUT_MS);
    // Nobody waits for it when the first answer is all, or never comes.
    promise.catch(() => undefined);
    this.#waiting.set(transaction, { resolve });
    try {
      const body = JSON.stringify({ ...request, transaction });
      const signal = AbortSignal.any([this.#closing.signal, inTime]);
      const response = await fetch(`${this.#url}${path}`, { method: 'POST', body, signal });
      const first = (await response.json()) as JanusMessage;
      const message = first.janus === 'ack' ? await promise : first;
      if (message.error !== undefined) throw new Error(`janus: ${message.error.reason}`);
      return message;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(transaction);
    }
  }

  /** Until the session is closed: also what keeps it alive. */
  async #poll(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(POLL_TIMEOUT_MS)]);
        const response = await fetch(`${this.#url}?maxev=${EVENTS_AT_ONCE}`, { signal });
        for (const message of [(await response.json()) as JanusMessage | readonly JanusMessage[]].flat()) {
          if (message.transaction !== undefined) this.#waiting.get(message.transaction)?.resolve(message);
        }
      } catch {
        // Those who wait are told by their time-out.
        return;
      }
    }
  }
}

function idOf({ data }: JanusMessage): number {
  if (data === undefined) throw new Error('janus: no id');
  return data.id;
}
