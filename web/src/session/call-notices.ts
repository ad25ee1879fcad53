import type { ClientRoom } from '../../../client/client-room.ts';
import { LeaveReason, Medium, type MediumState } from '../../../wire/generated/messages.ts';
import type { MessageKey } from '../i18n/messages-en.ts';
import { roleKey } from '../store/app-state.ts';
import { roleView } from '../store/build-call-view.ts';
import type { UiModel } from '../store/ui-model.ts';
import { awayKey } from './away-text.ts';

/** In larger rooms comings and goings would be noise. */
const MAX_MEMBERS_FOR_COMINGS = 12;

const LEFT_KEYS: Readonly<Partial<Record<LeaveReason, MessageKey>>> = {
  [LeaveReason.TIMED_OUT]: 'toast.leftTimedOut',
  [LeaveReason.BACKGROUND_TIMED_OUT]: 'toast.leftTimedOut',
  [LeaveReason.KICKED]: 'toast.leftKicked',
  [LeaveReason.BANNED]: 'toast.leftKicked',
};

const nameOf = (room: ClientRoom, memberId: string): string =>
  room.state.members.find((member) => member.memberId === memberId)?.displayName ?? '';

/** Tells the user, in short notes, what others did. Listens until the room ends. */
export function tellNotices(room: ClientRoom, ui: UiModel): void {
  const isSelf = (memberId: string): boolean => memberId === room.memberId;
  const isSmall = (): boolean => room.state.members.length <= MAX_MEMBERS_FOR_COMINGS;

  room.on('memberJoined', ({ member }) => {
    // Audience that steps out of the crowd: to ask, or (oneself) with a new role.
    if (member.handRaisedAtMs > 0) {
      if (!isSelf(member.memberId)) ui.toast('toast.hand', { name: member.displayName });
    } else if (isSelf(member.memberId)) ui.toast('toast.roleChanged', { role: ui.t(roleKey(roleView(member.role))) });
    else if (isSmall()) ui.toast('toast.joined', { name: member.displayName });
  });
  room.on('memberLeft', ({ member, reason }) => {
    const isStillHere = reason === LeaveReason.REPLACED || reason === LeaveReason.LEAVE_REASON_UNSPECIFIED;
    if (isStillHere || isSelf(member.memberId) || !isSmall()) return;
    ui.toast(LEFT_KEYS[reason] ?? 'toast.left', { name: member.displayName });
  });
  room.on('handChanged', ({ memberId, handRaisedAtMs }) => {
    if (handRaisedAtMs > 0 && !isSelf(memberId)) ui.toast('toast.hand', { name: nameOf(room, memberId) });
  });
  room.on('unmuteInvited', ({ memberId, medium }) => {
    if (isSelf(memberId)) ui.toast(medium === Medium.VIDEO ? 'toast.videoInvite' : 'toast.unmuteInvite', {}, 'warning');
  });
  room.on('roleChanged', ({ memberId, role }) => {
    if (isSelf(memberId)) ui.toast('toast.roleChanged', { role: ui.t(roleKey(roleView(role))) });
  });
  let waiting = room.state.lobby.length;
  room.on('lobbyChanged', ({ lobby }) => {
    const newest = lobby.at(-1);
    const hasGrown = lobby.length > waiting;
    waiting = lobby.length;
    if (newest !== undefined && hasGrown) ui.toast('lobby.asked', { name: newest.displayName || newest.userId });
  });
  room.on('chatSent', ({ message }) => {
    if (message === null || isSelf(message.memberId) || ui.state.panel === 'chat') return;
    ui.patch({ unread: ui.state.unread + 1, announcement: `${message.displayName}: ${message.text}` });
  });
  room.on('selfReport', ({ differences }) => {
    const keys = new Set(differences.map(awayKey).filter((key) => key !== undefined));
    for (const key of keys) ui.toast(key, {}, 'warning');
  });
  new MediaNotices(room, ui);
}

/** Shared screens, and what moderators do to own media: tells what changes, compared with what was seen before. */
class MediaNotices {
  readonly #room: ClientRoom;
  readonly #ui: UiModel;
  readonly #blocked = new Set<Medium>();
  readonly #screens = new Set<string>();

  constructor(room: ClientRoom, ui: UiModel) {
    this.#room = room;
    this.#ui = ui;
    this.#remember();
    room.on('snapshot', () => this.#remember());
    room.on('mediumChanged', ({ memberId, state, actor }) => {
      if (state === null) return;
      if (memberId === room.memberId) this.#onOwn(state, actor);
      else if (state.medium === Medium.SCREEN) this.#onScreen(memberId, state.published);
    });
  }

  #remember(): void {
    this.#screens.clear();
    this.#blocked.clear();
    for (const { memberId, media } of this.#room.state.members) {
      for (const { medium, published, moderatorMuted } of media) {
        if (medium === Medium.SCREEN && published) this.#screens.add(memberId);
        if (memberId === this.#room.memberId && moderatorMuted) this.#blocked.add(medium);
      }
    }
  }

  #onScreen(memberId: string, isShared: boolean): void {
    if (!isShared) {
      this.#screens.delete(memberId);
      return;
    }
    if (this.#screens.has(memberId)) return;
    this.#screens.add(memberId);
    this.#ui.toast('toast.shareStarted', { name: nameOf(this.#room, memberId) });
  }

  #onOwn({ medium, moderatorMuted, selfMuted }: MediumState, actor: string): void {
    const wasBlocked = this.#blocked.has(medium);
    if (moderatorMuted) this.#blocked.add(medium);
    else this.#blocked.delete(medium);
    if (moderatorMuted && !wasBlocked) {
      this.#ui.toast(medium === Medium.AUDIO ? 'toast.mutedByModerator' : 'toast.cameraByModerator', {}, 'warning');
    } else if (wasBlocked && !moderatorMuted) {
      this.#ui.toast('toast.mayUnmute');
    } else if (medium === Medium.AUDIO && selfMuted && actor !== '' && actor !== this.#room.memberId) {
      this.#ui.toast('toast.mutedByModerator', {}, 'warning');
    }
  }
}
