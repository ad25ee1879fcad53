/** Carries out what the model of a call decides: media components, commands of the room, URLs. */
import { clientError, type RtcRoomError, toRtcRoomError } from '../../../client/client-errors.ts';
import type { ClientRoom } from '../../../client/client-room.ts';
import type { RtcRoomClient } from '../../../client/rtcroom-client.ts';
import { Presence } from '../../../wire/generated/messages.ts';
import type { CallEffect, CallInput } from '../model/call-types.ts';
import type { Tell } from './room-events.ts';

/** The media components, by the contexts that wx makes for them. */
export interface MediaPort {
  startPusher(): void;
  stopPusher(): void;
  startPlayer(memberId: string): void;
  stopPlayer(memberId: string): void;
}

export interface EffectPorts {
  readonly media: MediaPort;
  readonly tell: Tell;
  readonly room: () => ClientRoom | undefined;
  readonly client: () => RtcRoomClient | undefined;
  /** Answers go back to the model. */
  readonly apply: (input: CallInput) => void;
}

export function tellError(
  tell: Tell,
  { errorName, code, message, retry }: RtcRoomError,
  source: string,
  memberId = '',
): void {
  tell('error', { source, name: errorName, code, message, retry, memberId });
}

export class EffectRunner {
  readonly #ports: EffectPorts;

  constructor(ports: EffectPorts) {
    this.#ports = ports;
  }

  /** Does one thing that the model decided. */
  run(effect: CallEffect): void {
    const { media } = this.#ports;
    switch (effect.type) {
      case 'startPusher':
        media.startPusher();
        return;
      case 'stopPusher':
        media.stopPusher();
        return;
      case 'startPlayer':
        media.startPlayer(effect.memberId);
        return;
      case 'stopPlayer':
        media.stopPlayer(effect.memberId);
        return;
      case 'askPushUrl':
        void this.#askPushUrl(effect.askId);
        return;
      case 'askPlayUrls':
        void this.#askPlayUrls(effect.memberId, effect.askId);
        return;
      case 'nudge':
        this.#ports.client()?.nudge();
        return;
      case 'presence': {
        // Written to the socket before this returns: the answer may come when no JavaScript runs.
        const presence = effect.isAway ? Presence.BACKGROUND : Presence.ONLINE;
        this.#ports
          .room()
          ?.setPresence(presence, effect.reason)
          .catch(() => undefined);
        this.#ports.tell(effect.isAway ? 'away' : 'back', { reason: effect.reason });
        return;
      }
      case 'raiseHand':
        this.#command(this.#ports.room()?.raiseHand(effect.raised));
        return;
      case 'selfMute':
        this.#command(this.#ports.room()?.setSelfMute(effect.medium, effect.muted));
        return;
      case 'linkMic':
        this.#ports.tell('linkmic', { outcome: effect.outcome });
        return;
      case 'mediaError':
        this.#ports.tell('error', { source: 'pusher', name: effect.name, code: effect.code, message: '', retry: '' });
        return;
    }
  }

  async #askPushUrl(askId: number): Promise<void> {
    try {
      const { url, generation } = await this.#expectRoom().getPushUrl();
      this.#ports.apply({ type: 'pushUrl', askId, url, generation });
    } catch (error) {
      this.#tellUrlError(error);
      this.#ports.apply({ type: 'pushUrlFailed', askId });
    }
  }

  async #askPlayUrls(memberId: string, askId: number): Promise<void> {
    try {
      const { rtmp, flv, lowLatencyRtmp } = await this.#expectRoom().getPlayUrls(memberId);
      this.#ports.apply({ type: 'playUrls', memberId, askId, urls: { rtmp, flv, lowLatencyRtmp } });
    } catch (error) {
      this.#tellUrlError(error, memberId);
      this.#ports.apply({ type: 'playUrlsFailed', memberId, askId });
    }
  }

  #tellUrlError(error: unknown, memberId = ''): void {
    const known = toRtcRoomError(error, 'roomEnded');
    // Lost connections and memberships are told as such, and what passes is tried again.
    if (known.retry === 'never') tellError(this.#ports.tell, known, memberId === '' ? 'pusher' : 'player', memberId);
  }

  #command(answer: Promise<unknown> | undefined): void {
    answer?.catch((error: unknown) => tellError(this.#ports.tell, toRtcRoomError(error, 'connectionLost'), 'room'));
  }

  #expectRoom(): ClientRoom {
    const room = this.#ports.room();
    if (room === undefined) throw clientError('roomEnded');
    return room;
  }
}
