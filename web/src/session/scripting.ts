import type { ClientRoom } from '../../../client/client-room.ts';
import type { RoomMedia } from '../../../client/media/room-media.ts';
import type { RtcRoomClient } from '../../../client/rtcroom-client.ts';
import type { App } from '../store/app-state.ts';
import type { AppController } from './app-controller.ts';
import { sampleCall } from './inspector-sampler.ts';

/** `window.rtcroom`: the page for scripts and for the curious. */
export interface PageScripting {
  /** null outside of a call. */
  readonly client: RtcRoomClient | null;
  readonly room: ClientRoom | null;
  readonly media: RoomMedia | null;
  readonly actions: App['actions'];
  /** Screen, client and room replica as plain JSON. */
  readonly state: unknown;
  /** What the inspector would show now; null outside of a call. */
  inspect(): Promise<unknown>;
}

declare global {
  interface Window {
    rtcroom: PageScripting;
  }
}

/** Puts the page under `window.rtcroom`. */
export function exposeForScripts(controller: AppController): void {
  const { app } = controller;
  window.rtcroom = {
    get client() {
      return controller.session?.client ?? null;
    },
    get room() {
      return controller.session?.room ?? null;
    },
    get media() {
      return controller.session?.media ?? null;
    },
    actions: app.actions,
    get state() {
      const { screen, connection, panel, locale } = app.ui.get();
      const { session } = controller;
      const page = { screen, connection, panel, locale };
      if (session === undefined) return { page, client: null, room: null };
      return JSON.parse(
        JSON.stringify({ page, client: session.client.toJSON(), room: session.room.toJSON() }),
      ) as unknown;
    },
    inspect: async () => (controller.session === undefined ? null : sampleCall(controller.session)),
  };
}
