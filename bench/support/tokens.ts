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
