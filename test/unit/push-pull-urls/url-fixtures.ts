import type {
  AliyunLiveProvider,
  SelfHostedProvider,
  TencentCssProvider,
} from '../../../src/push-pull-urls/providers.ts';
import type { StreamRef } from '../../../src/push-pull-urls/url-types.ts';
import { instantMs, type MemberId, type RoomId } from '../../../src/shared/ids.ts';

export const stream = (generation = 3, roomId = 'class-7', memberId = 'm_1'): StreamRef => ({
  roomId: roomId as RoomId,
  memberId: memberId as MemberId,
  generation,
});

/** 2027-01-15 08:00:00 UTC. */
export const AT = instantMs(1_800_000_000_000);
export const HOUR = 3_600_000;

export const OLD_SECRET = 'old-secret-old-secret-old-secret';
export const NEW_SECRET = 'new-secret-new-secret-new-secret';

export const gateway = (more: Partial<SelfHostedProvider> = {}): SelfHostedProvider => ({
  type: 'selfHosted',
  rtmpBase: 'rtmp://live.example.org:1935/live',
  flvBase: 'https://live.example.org/live',
  secrets: [NEW_SECRET],
  ...more,
});

export const tencent = (more: Partial<TencentCssProvider> = {}): TencentCssProvider => ({
  type: 'tencentCss',
  pushHost: 'livepush.tcloud.com',
  playHost: 'liveplay.tcloud.com',
  appName: 'live',
  algorithm: 'md5',
  flvScheme: 'https',
  pushKeys: { primary: 'pushkey', backup: 'backuppushkey', signWith: 'primary' },
  playKeys: { primary: 'playkey', signWith: 'primary' },
  hasLowLatency: true,
  hasWebrtc: true,
  ...more,
});

export const aliyun = (more: Partial<AliyunLiveProvider> = {}): AliyunLiveProvider => ({
  type: 'aliyunLive',
  pushHost: 'push.aliyundoc.com',
  playHost: 'play.aliyundoc.com',
  appName: 'app',
  flvScheme: 'https',
  pushKeys: { primary: 'pushkey', signWith: 'primary' },
  playKeys: { primary: 'playkey', signWith: 'primary' },
  domainValidityMs: 0,
  hasWebrtc: true,
  ...more,
});
