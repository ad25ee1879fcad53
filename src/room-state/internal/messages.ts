/** What members say to each other: hands, chat, data. */

import { CONTROL_TOPIC } from '../data-topics.ts';
import { mayPublish } from '../role-grants.ts';
import type { Decision, Member, RoomEvent, RoomState } from '../room-types.ts';
import { accept, type CommandOf, reject, withTarget } from './decisions.ts';
import { mayActOn, mayModerate } from './rights.ts';
import { utf8Bytes } from './text-size.ts';

export const MAX_CHAT_LENGTH = 4000;
export const MAX_DATA_BYTES = 65_536;
const DATA_TOPIC = /^[A-Za-z0-9_.-]{1,32}$/;

/** One's own hand; moderators may lower another's. Hands raised in the same millisecond still have an order. */
export function decideRaiseHand(state: RoomState, actor: Member, command: CommandOf<'raiseHand'>): Decision {
  const { target, raised, at } = command;
  return withTarget(state, target, (member) => {
    if (member.memberId !== actor.memberId) {
      if (raised || !mayModerate(actor)) return reject('notAllowed');
      if (!mayActOn(actor, member)) return reject('chairRequired');
    }
    if (raised === member.handRaisedAtMs > 0) return accept();
    const handRaisedAtMs = raised ? Math.max(at, state.bookkeeping.lastHandAtMs + 1) : 0;
    return accept({ type: 'handChanged', memberId: member.memberId, handRaisedAtMs });
  });
}

export function decideLowerAllHands({ members }: RoomState): Decision {
  const events: RoomEvent[] = [];
  for (const { memberId, handRaisedAtMs } of members.values()) {
    if (handRaisedAtMs > 0) events.push({ type: 'handChanged', memberId, handRaisedAtMs: 0 });
  }
  return accept(...events);
}

export function decideChat(state: RoomState, actor: Member, command: CommandOf<'sendChat'>): Decision {
  if (!actor.grants.chat) return reject('notAllowed');
  const text = command.text.trim();
  if (text.length === 0) return reject('invalidArgument', 'text');
  if (text.length > MAX_CHAT_LENGTH || utf8Bytes(text) > state.config.maxChatBytes)
    return reject('limitExceeded', 'text');
  const { memberId, displayName } = actor;
  const { messageId, at } = command;
  return accept({ type: 'chatSent', message: { messageId, memberId, displayName, text, sentAtMs: at } });
}

/** Recoverable data: through the log, to all who listen to the topic or to the members named. */
export function decideData(state: RoomState, actor: Member, command: CommandOf<'sendData'>): Decision {
  const { topic, payload } = command;
  if (!DATA_TOPIC.test(topic)) return reject('invalidArgument', 'topic');
  if (!mayPublish(actor.grants, 'data')) return reject('notAllowed');
  if (topic === CONTROL_TOPIC && !actor.media.data.mayFlow) return reject('notHolder');
  if (payload.byteLength > MAX_DATA_BYTES) return reject('limitExceeded', 'payload');
  const to = [...new Set(command.to)];
  if (!to.every((memberId) => state.members.has(memberId))) return reject('memberNotFound', 'to');
  return accept({ type: 'dataSent', memberId: actor.memberId, topic, to, payload });
}
