/** Tokens for members, as an application's own server would sign them: not part of what is measured. */
import { createHmac } from 'node:crypto';

const KEY_ID = 'bench';
const SECRET = 'a secret of the bench that all may know';
const LIFE_S = 3600;

/** What a node is given as `auth.apiKeys`, in the form of its environment variable. */
export const BENCH_API_KEYS: string = `${KEY_ID}:${SECRET}`;

const base64Json = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = base64Json({ alg: 'HS256', typ: 'JWT', kid: KEY_ID });

/** A token (JWT, HS256) for that user, valid for an hour on nodes that `startNode` started. */
export function signToken(user: string): string {
  const issuedAt = Math.floor(Date.now() / 1000);
  const signed = `${HEADER}.${base64Json({ sub: user, name: user, iat: issuedAt, exp: issuedAt + LIFE_S })}`;
  return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
}

/** A development token for that user from `POST /v1/sessions`. @throws Error when the node does not give one. */
export async function fetchToken(port: number, user: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/sessions`, {
    method: 'POST',
    body: JSON.stringify({ user, name: user }),
  });
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`no token: the node answered ${response.status}`);
  return token;
}
