/**
 * `LongPollingKey`: the right to poll one group, as one user, from the message on that was next when the user joined.
 * Polls carry nothing else that says who asks. Signed, so that the server keeps no list of keys.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseRoomId, parseUserId, type RoomId, type UserId } from '../shared/ids.ts';

export interface GroupTicket {
  readonly roomId: RoomId;
  readonly userId: UserId;
  readonly joinSeq: number;
}

const KEY = /^([A-Za-z0-9_-]{1,600})\.([A-Za-z0-9_-]{22})$/;

export class GroupKeys {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  make({ roomId, userId, joinSeq }: GroupTicket): string {
    const body = Buffer.from(`${roomId} ${userId} ${joinSeq}`).toString('base64url');
    return `${body}.${this.#signature(body)}`;
  }

  /** undefined = not made by us. */
  read(key: unknown): GroupTicket | undefined {
    const [, body = '', signature = ''] = typeof key === 'string' ? (KEY.exec(key) ?? []) : [];
    if (body === '' || !timingSafeEqual(Buffer.from(signature), Buffer.from(this.#signature(body)))) return undefined;
    const [room = '', user = '', seq = ''] = Buffer.from(body, 'base64url').toString().split(' ');
    const roomId = parseRoomId(room);
    const userId = parseUserId(user);
    return roomId === undefined || userId === undefined ? undefined : { roomId, userId, joinSeq: Number(seq) };
  }

  #signature(body: string): string {
    return createHmac('sha256', this.#secret).update(`rtcroom group key 1\n${body}`).digest('base64url').slice(0, 22);
  }
}
