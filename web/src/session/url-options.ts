import { parseRoomId, parseUserId } from '../../../src/shared/ids.ts';

/** What the page's address asks for. */
export interface UrlOptions {
  readonly room: string | undefined;
  readonly name: string | undefined;
  readonly user: string | undefined;
  readonly locale: string | undefined;
  /** Joins without a click; needs room and name. */
  readonly autojoin: boolean;
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly simulcast: boolean;
  readonly codec: 'h264' | 'vp8' | undefined;
  readonly encoding: 'protobuf' | 'json';
  /** Development mode only: the role to ask a token for. */
  readonly role: string | undefined;
  /** A token got elsewhere; used instead of a development session. */
  readonly token: string | undefined;
}

/** Reads `location.search`. Values that are not valid count as absent. */
export function parseUrlOptions(search: string): UrlOptions {
  const query = new URLSearchParams(search);
  const text = (key: string): string | undefined => query.get(key) ?? undefined;
  const isOn = (key: string): boolean => query.get(key) !== '0';
  const codec = query.get('codec');
  return {
    room: parseRoomId(query.get('room') ?? ''),
    name: text('name')?.trim().slice(0, 64) || undefined,
    user: parseUserId(query.get('user') ?? ''),
    locale: text('lang'),
    autojoin: query.get('autojoin') === '1',
    camera: isOn('cam'),
    microphone: isOn('mic'),
    simulcast: isOn('simulcast'),
    codec: codec === 'h264' || codec === 'vp8' ? codec : undefined,
    encoding: query.get('encoding') === 'json' ? 'json' : 'protobuf',
    role: text('role'),
    token: text('token'),
  };
}

/** The link that brings others into `room`: this page without what is one's own. */
export function roomLink(pageUrl: string, room: string): string {
  const url = new URL(pageUrl);
  url.search = new URLSearchParams({ room }).toString();
  url.hash = '';
  return url.href;
}
