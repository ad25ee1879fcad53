/** The URL that a pusher or player was given, put together again from what RTMP makes of it. */

const MAX_URL_LENGTH = 2048;

interface Parts {
  readonly path: string;
  readonly query: string;
}

function split(text: string): Parts {
  const at = text.indexOf('?');
  return at === -1 ? { path: text, query: '' } : { path: text.slice(0, at), query: text.slice(at + 1) };
}

/** Path and query of `rtmp://host/live?a=b`; clients leave the port, the path or all of it out. */
function splitTcUrl(tcUrl: string): Parts {
  return split(tcUrl.replace(/^[a-z]+:\/\/[^/?]*/i, ''));
}

/**
 * `/{app}/{name}?{query}` from the `app` and `tcUrl` of connect and the stream name of publish or play. Clients cut a
 * URL at different places: the query is with the name (ffmpeg, live-pusher), or with the app and the URL of the
 * connection (OBS with the whole URL as its server and an empty key), and so is the name. Undefined when there is no
 * name, or when it is too long to be one of ours.
 */
export function streamUrl(app: string, tcUrl: string, streamName: string): string | undefined {
  const server = split(app);
  const connection = splitTcUrl(tcUrl);
  const stream = split(streamName);
  const path = [server.path || connection.path, stream.path]
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/');
  const query = stream.query || server.query || connection.query;
  const url = query === '' ? `/${path}` : `/${path}?${query}`;
  return path.includes('/') && url.length <= MAX_URL_LENGTH ? url : undefined;
}
