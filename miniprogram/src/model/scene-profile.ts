/**
 * What each scene asks of `<live-pusher>` and `<live-player>`: modes, buffers, bit rates. Sources: the component pages of
 * the WeChat documentation, and Tencent's advice for rates in RTC rooms (customer 200-500, presenter 200-1000,
 * participant 150-300 kbit/s).
 */
import { Role, Scene } from '../../../wire/generated/messages.ts';

export type SceneName = 'call' | 'conference' | 'live' | 'remote';

export const SCENE_BY_NAME: Readonly<Record<SceneName, Scene>> = {
  call: Scene.CALL,
  conference: Scene.CONFERENCE,
  live: Scene.LIVE,
  remote: Scene.REMOTE,
};

/** Whether a member of this scene publishes without being asked to. */
export function publishesByItself(scene: SceneName, role: Role): boolean {
  switch (scene) {
    case 'call':
    case 'conference':
      return role !== Role.AUDIENCE;
    case 'live':
      return role === Role.CHAIR;
    case 'remote':
      return role === Role.DEVICE;
  }
}

/** Rates in kbit/s. */
export interface PusherProfile {
  readonly mode: 'RTC';
  readonly minBitrate: number;
  readonly maxBitrate: number;
  readonly audioQuality: 'high' | 'low';
  readonly aspect: '9:16' | '3:4';
}

/** Mode RTC throughout: it is the one with echo cancellation, and guests may come on at any time. */
export function pusherProfile(scene: SceneName, role: Role): PusherProfile {
  const mode = 'RTC';
  switch (scene) {
    case 'call':
      return { mode, minBitrate: 200, maxBitrate: 500, audioQuality: 'high', aspect: '3:4' };
    case 'conference':
      return role === Role.CHAIR
        ? { mode, minBitrate: 200, maxBitrate: 1000, audioQuality: 'high', aspect: '3:4' }
        : { mode, minBitrate: 150, maxBitrate: 300, audioQuality: 'high', aspect: '3:4' };
    case 'live':
      return role === Role.CHAIR
        ? { mode, minBitrate: 400, maxBitrate: 1200, audioQuality: 'high', aspect: '9:16' }
        : { mode, minBitrate: 150, maxBitrate: 400, audioQuality: 'high', aspect: '9:16' };
    case 'remote':
      return { mode, minBitrate: 200, maxBitrate: 800, audioQuality: 'low', aspect: '3:4' };
  }
}

export type PlayerMode = 'RTC' | 'live';

/** Seconds of buffer. */
export interface PlayerProfile {
  readonly mode: PlayerMode;
  readonly minCache: number;
  readonly maxCache: number;
}

/** Who only watches a live room has a buffer; who talks, or steers, must not. */
export function playerProfile(scene: SceneName, isPublishing: boolean): PlayerProfile {
  switch (scene) {
    case 'call':
    case 'conference':
      return { mode: 'RTC', minCache: 0.2, maxCache: 0.8 };
    case 'live':
      return isPublishing ? { mode: 'RTC', minCache: 0.2, maxCache: 0.8 } : { mode: 'live', minCache: 1, maxCache: 3 };
    case 'remote':
      return { mode: 'RTC', minCache: 0.1, maxCache: 0.3 };
  }
}

/** Where a member can be played; '' = not there. */
export interface PlayUrls {
  readonly rtmp: string;
  readonly flv: string;
  readonly lowLatencyRtmp: string;
}

/** Addresses in the order in which they are tried. live-player takes rtmp:// and http(s)://….flv only. */
export function playCandidates(urls: PlayUrls, mode: PlayerMode): readonly string[] {
  const { rtmp, flv, lowLatencyRtmp } = urls;
  const order = mode === 'RTC' ? [lowLatencyRtmp, rtmp, flv] : [flv, rtmp, lowLatencyRtmp];
  return order.filter((url, index) => url !== '' && order.indexOf(url) === index);
}
