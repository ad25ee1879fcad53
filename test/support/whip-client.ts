/** WHIP and WHEP over plain HTTP, without media: for tests of what the server answers. */
import type { TestNode } from './test-node.ts';

export interface Opened {
  readonly status: number;
  readonly headers: Headers;
  readonly sdp: string;
  readonly location: string;
  readonly etag: string;
}

export const SDP = 'application/sdp';
export const FRAGMENT = 'application/trickle-ice-sdpfrag';

export interface Posting {
  /** '' = no authorization. */
  readonly token: string;
  readonly offer: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts an offer to `/v1/rooms/{path}`. */
export async function post(node: TestNode, path: string, { token, offer, headers = {} }: Posting): Promise<Opened> {
  const authorization: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${node.httpUrl}/v1/rooms/${path}`, {
    method: 'POST',
    headers: { ...authorization, 'content-type': SDP, ...headers },
    body: offer,
  });
  const header = (name: string): string => response.headers.get(name) ?? '';
  return {
    status: response.status,
    headers: response.headers,
    sdp: await response.text(),
    location: header('location'),
    etag: header('etag'),
  };
}

/** The name of the error in an answer. */
export const errorName = ({ sdp }: Opened): string => (JSON.parse(sdp) as { error: { name: string } }).error.name;

/** Sends a fragment to a session. */
export async function patch(
  location: string,
  token: string,
  fragment: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  return await fetch(location, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': FRAGMENT, ...headers },
    body: fragment,
  });
}

/** Ends a session; gives the status. */
export async function end(
  location: string,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  return (await fetch(location, { method: 'DELETE', headers: { authorization: `Bearer ${token}`, ...headers } }))
    .status;
}
