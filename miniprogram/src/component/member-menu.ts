/** What may be done with a member, as the entries of an action sheet. */
import type { ClientRoom } from '../../../client/client-room.ts';
import { Medium, type Member, Role } from '../../../wire/generated/messages.ts';
import { mediumOf } from '../model/call-model.ts';
import type { Texts } from './texts.ts';

export interface MenuEntry {
  readonly label: string;
  /** undefined = done here, in the call. */
  readonly run: () => Promise<unknown> | undefined;
}

export interface MenuContext {
  readonly room: ClientRoom;
  readonly texts: Texts;
  readonly pinnedMemberId: string;
  readonly pin: (memberId: string) => void;
}

/** At most six entries: more do not fit an action sheet. */
export function memberMenu(member: Member, { room, texts, pinnedMemberId, pin }: MenuContext): readonly MenuEntry[] {
  const { memberId } = member;
  const entries: MenuEntry[] = [];
  const add = (label: string, run: MenuEntry['run']): void => {
    entries.push({ label, run });
  };
  const isPinned = pinnedMemberId === memberId;
  add(isPinned ? texts.unpin : texts.pin, () => {
    pin(isPinned ? '' : memberId);
    return undefined;
  });
  if (room.self?.grants?.moderate !== true || memberId === room.memberId) return entries;
  const audio = mediumOf(member, Medium.AUDIO);
  const isMuted = audio?.moderatorMuted ?? false;
  if (member.role === Role.AUDIENCE) add(texts.makeSpeaker, () => room.setRole(memberId, Role.SPEAKER));
  else {
    add(isMuted ? texts.allowSpeak : texts.mute, () => room.setModeratorMute(memberId, Medium.AUDIO, !isMuted));
    if (audio?.selfMuted === true) add(texts.inviteUnmute, () => room.inviteToUnmute(memberId, Medium.AUDIO));
    else {
      const isStopped = mediumOf(member, Medium.VIDEO)?.moderatorMuted ?? false;
      add(isStopped ? texts.allowVideo : texts.stopVideo, () =>
        room.setModeratorMute(memberId, Medium.VIDEO, !isStopped),
      );
    }
    if (member.role === Role.SPEAKER) add(texts.makeAudience, () => room.setRole(memberId, Role.AUDIENCE));
  }
  if (member.handRaisedAtMs > 0) add(texts.lowerHand, () => room.lowerHand(memberId));
  add(texts.kick, () => room.kick(memberId));
  return entries.slice(0, 6);
}
