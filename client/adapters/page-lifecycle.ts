/** Tells rooms whether somebody looks at the page. */
import { Presence } from '../../wire/generated/messages.ts';
import type { ClientRoom } from '../client-room.ts';
import type { RtcRoomClient } from '../rtcroom-client.ts';

interface EventSource {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** `document` and `window` of a page, as far as they are needed. */
export interface PageLike {
  readonly document: EventSource & { readonly visibilityState: string };
  readonly window: EventSource;
}

export interface PageLifecycleOptions {
  readonly page: PageLike;
  readonly client: RtcRoomClient;
  /**
   * Whether a hidden page counts as background. Default: yes. A desktop call that goes on in another tab says no; then
   * only a page that is frozen or unloaded does.
   */
  readonly hiddenIsBackground?: () => boolean;
}

/**
 * Follows the page: hidden, frozen or unloading → `background` to every room, at once, because no timer runs later;
 * shown again → the connection is checked and `foreground` is told with position and belief, which the server answers
 * by deltas and a self report. Rooms joined while hidden are told too.
 * @returns stops following.
 */
export function followPageLifecycle(options: PageLifecycleOptions): () => void {
  const { client, hiddenIsBackground = () => true } = options;
  const { document, window } = options.page;
  let isBackground = false;

  const tellRoom = (room: ClientRoom, reason: string): void => {
    const presence = isBackground ? Presence.BACKGROUND : Presence.ONLINE;
    // Written to the socket before this returns; the answer may come when nobody is there to read it.
    room.setPresence(presence, reason).catch(() => undefined);
  };
  const tell = (background: boolean, reason: string): void => {
    if (background === isBackground) return;
    isBackground = background;
    for (const room of client.rooms) tellRoom(room, reason);
  };
  const onShown = (reason: string): void => {
    client.nudge();
    tell(false, reason);
  };
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible') onShown('visible');
    else if (hiddenIsBackground()) tell(true, 'hidden');
  };
  const follow = (room: ClientRoom): void => {
    if (isBackground) tellRoom(room, 'joined');
    // A socket that came back counts as a member that came back; the page is hidden all the same.
    room.on('rejoined', () => {
      if (isBackground && !stopped) tellRoom(room, 'rejoined');
    });
  };
  let stopped = false;
  for (const room of client.rooms) follow(room);
  const unfollow = client.on('room', ({ room }) => follow(room));
  const listeners: readonly (readonly [EventSource, string, () => void])[] = [
    [document, 'visibilitychange', onVisibility],
    [document, 'freeze', () => tell(true, 'freeze')],
    [document, 'resume', () => onShown('resume')],
    [window, 'pagehide', () => tell(true, 'pagehide')],
    [window, 'pageshow', () => onShown('pageshow')],
    [window, 'online', () => client.nudge()],
  ];
  for (const [source, type, listener] of listeners) source.addEventListener(type, listener);
  if (document.visibilityState !== 'visible') onVisibility();
  return () => {
    stopped = true;
    unfollow();
    for (const [source, type, listener] of listeners) source.removeEventListener(type, listener);
  };
}
