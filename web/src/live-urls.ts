/** URLs for RTMP and FLV as the page shows them: what OBS calls server and key, and what is there to be played. */
import type { PlayUrlsResult, PushUrlResult } from '../../wire/generated/messages.ts';

export type LiveUrlName = 'url' | 'server' | 'streamKey' | 'rtmp' | 'flv' | 'wsFlv' | 'lowLatencyRtmp' | 'webrtc';

/** What was asked for, to be copied line by line. */
export interface LiveUrls {
  readonly lines: readonly { readonly name: LiveUrlName; readonly text: string }[];
  /** The member's push generation for which they are good; a later one makes them void. */
  readonly generation: number;
}

/** The whole URL for ffmpeg; cut before the stream's name for programs that ask for server and key. */
export function pushLines({ url, generation }: Pick<PushUrlResult, 'url' | 'generation'>): LiveUrls {
  const [path = ''] = url.split('?');
  const cut = path.lastIndexOf('/');
  return {
    lines: [
      { name: 'server', text: url.slice(0, cut) },
      { name: 'streamKey', text: url.slice(cut + 1) },
      { name: 'url', text: url },
    ],
    generation,
  };
}

/** Those that the provider has. */
export function playLines(urls: Omit<PlayUrlsResult, 'expiresAtMs'>): LiveUrls {
  const names = ['rtmp', 'flv', 'wsFlv', 'lowLatencyRtmp', 'webrtc'] as const;
  return {
    lines: names.map((name) => ({ name, text: urls[name] })).filter(({ text }) => text !== ''),
    generation: urls.generation,
  };
}
