/** A refusal or failure to get a token. `errorName` is one of docs/errors.md, or `network`. */
export class SessionRequestError extends Error {
  readonly errorName: string;

  constructor(errorName: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SessionRequestError';
    this.errorName = errorName;
  }
}

export interface DevelopmentSession {
  readonly token: string;
  /** Of the WebSocket. */
  readonly url: string;
}

const TIMEOUT_MS = 10_000;

/** Asks the node that served the page for a token without proof. @throws SessionRequestError */
export async function requestDevelopmentSession(request: {
  readonly user: string;
  readonly name: string;
  readonly role?: string;
}): Promise<DevelopmentSession> {
  let response: Response;
  try {
    response = await fetch(new URL('v1/sessions', document.baseURI), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new SessionRequestError('network', 'the node cannot be reached', { cause: error });
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && isSession(body)) return body;
  throw new SessionRequestError(errorNameOf(body), `the node answered ${response.status}`);
}

function isSession(body: unknown): body is DevelopmentSession {
  const fields = body as Partial<Record<keyof DevelopmentSession, unknown>> | null;
  return typeof fields?.token === 'string' && typeof fields.url === 'string';
}

/** The node's error shape is `{error: {name}}`; a flat `{name}` is understood too. */
function errorNameOf(body: unknown): string {
  const outer = body as { name?: unknown; error?: { name?: unknown } } | null;
  const name = outer?.error?.name ?? outer?.name;
  return typeof name === 'string' ? name : 'internal';
}

/** The WebSocket of the node that served the page; for tokens got elsewhere. */
export function defaultSocketUrl(): string {
  const url = new URL('v1/ws', document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  return url.href;
}
