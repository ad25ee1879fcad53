import { describe, expect, test } from 'vitest';
import type { RoomReplicaState } from '../../../client/api.ts';
import { replicaFromSnapshot } from '../../../client/room-replica.ts';
import { isMessageKey } from '../../../web/src/i18n/i18n.ts';
import { awayKey } from '../../../web/src/session/away-text.ts';
import { endReasonOf } from '../../../web/src/session/end-reason.ts';
import { callViewBuilder } from '../../../web/src/store/build-call-view.ts';
import { tilesOf } from '../../../web/src/store/call-view.ts';
import {
  ChairFallback,
  FloorCause,
  FloorPolicy,
  FloorRequestStatus,
  type Grants,
  LeaveReason,
  MediaSource,
  Medium,
  type MediumState,
  type Member,
  Presence,
  Role,
  Scene,
} from '../../../wire/generated/messages.ts';

const GRANTS: Grants = {
  publishAudio: true,
  publishVideo: true,
  publishScreen: true,
  publishData: true,
  subscribe: true,
  chat: true,
  moderate: false,
  bypassLobby: false,
  hidden: false,
};

function medium(number: Medium, fields: Partial<MediumState> = {}): MediumState {
  return {
    medium: number,
    selfMuted: false,
    moderatorMuted: false,
    published: true,
    source: MediaSource.WEBRTC,
    producerId: '',
    mayFlow: true,
    ...fields,
  };
}

function member(id: string, fields: Partial<Member> = {}): Member {
  return {
    memberId: id,
    userId: `user-${id}`,
    displayName: id.toUpperCase(),
    avatar: '',
    role: Role.SPEAKER,
    presence: Presence.ONLINE,
    grants: GRANTS,
    media: [medium(Medium.AUDIO), medium(Medium.VIDEO), medium(Medium.SCREEN, { published: false, mayFlow: false })],
    handRaisedAtMs: 0,
    attributes: [],
    joinedAtMs: 0,
    pushGeneration: 1,
    ...fields,
  };
}

function room(fields: Partial<RoomReplicaState>): RoomReplicaState {
  const empty = replicaFromSnapshot({
    roomId: 'r',
    scene: Scene.CONFERENCE,
    epoch: 'e',
    offset: 1,
    policy: null,
    members: [],
    floors: [],
    attributes: [],
    chat: [],
    mediaGeneration: 1,
    createdAtMs: 0,
    lobby: [],
    audienceCount: 0,
  });
  return { ...empty, ...fields };
}

const view = (fields: Partial<RoomReplicaState>) => callViewBuilder()(room(fields), 'a');

describe('effective media', () => {
  test.each([
    ['flows', {}, {}, null],
    ['no grant', { grants: { ...GRANTS, publishAudio: false } }, { mayFlow: false, moderatorMuted: true }, 'noGrant'],
    ['moderator before self', {}, { mayFlow: false, moderatorMuted: true, selfMuted: true }, 'moderator'],
    ['self', {}, { mayFlow: false, selfMuted: true }, 'self'],
    ['not published', { presence: Presence.BACKGROUND }, { mayFlow: false, published: false }, 'notPublished'],
    ['away', { presence: Presence.BACKGROUND }, { mayFlow: false }, 'away'],
    ['floor', {}, { mayFlow: false }, 'floor'],
    ['allowed but not published', {}, { mayFlow: true, published: false }, 'notPublished'],
  ] as const)('[WEB-6] %s', (_name, memberFields, mediumFields, block) => {
    const audio = medium(Medium.AUDIO, mediumFields);
    const shown = view({ members: [member('a', { ...memberFields, media: [audio] })] });
    expect(shown.self?.media.audio.block).toBe(block);
  });

  test('[WEB-6] a screen has a tile only while it may flow, before the cameras', () => {
    const sharing = member('b', { media: [medium(Medium.SCREEN)] });
    const held = member('c', { media: [medium(Medium.SCREEN, { mayFlow: false })] });
    const { members } = view({ members: [member('a'), sharing, held] });
    expect(tilesOf(members).map((tile) => tile.key)).toEqual(['b/screen', 'a', 'b', 'c']);
  });
});

describe('members', () => {
  test('[WEB-7] hands are numbered in the order in which they were raised', () => {
    const { members } = view({
      members: [member('a', { handRaisedAtMs: 30 }), member('b'), member('c', { handRaisedAtMs: 10 })],
    });
    expect(members.map((shown) => shown.handOrder)).toEqual([2, 0, 1]);
  });

  test('[WEB-7] hidden members are not shown, except to themselves', () => {
    const hidden = { grants: { ...GRANTS, hidden: true } };
    const { members } = view({ members: [member('a', hidden), member('b', hidden), member('c')] });
    expect(members.map((shown) => shown.memberId)).toEqual(['a', 'c']);
  });

  test('[WEB-7] floors list holders before the queue in order, without what is over', () => {
    const request = (memberId: string, status: FloorRequestStatus, queuePosition: number) => ({
      requestId: `of-${memberId}`,
      memberId,
      requestedBy: memberId,
      floorIds: ['audio'],
      status,
      priority: 0,
      queuePosition,
      requestedAtMs: 0,
      grantedAtMs: 0,
      expiresAtMs: 0,
      cause: FloorCause.REQUESTED,
      warned: false,
    });
    const floor = {
      floorId: 'audio',
      medium: Medium.AUDIO,
      policy: FloorPolicy.QUEUE,
      maxHolders: 1,
      chairMemberId: '',
      turnMs: 0,
      graceMs: 0,
      idleMs: 0,
      confirmMs: 0,
      warnMs: 0,
      chairFallback: ChairFallback.WAIT_FOR_CHAIR,
      chairAbsent: false,
      requests: [
        request('a', FloorRequestStatus.ACCEPTED, 2),
        request('b', FloorRequestStatus.RELEASED, 0),
        request('c', FloorRequestStatus.ACCEPTED, 1),
        request('d', FloorRequestStatus.GRANTED, 0),
      ],
    };
    const [shown] = view({ members: ['a', 'b', 'c', 'd'].map((id) => member(id)), floors: [floor] }).floors;
    expect(shown?.entries.map((entry) => [entry.memberId, entry.state])).toEqual([
      ['d', 'holding'],
      ['c', 'waiting'],
      ['a', 'waiting'],
    ]);
    expect(shown?.mine?.position).toBe(2);
    expect(shown?.canDecide).toBe(false);
    const chaired = view({ members: [member('a')], floors: [{ ...floor, chairMemberId: 'a' }] }).floors;
    expect(chaired[0]?.canDecide).toBe(true);
  });

  test('[WEB-8] what did not change keeps its object', () => {
    const build = callViewBuilder();
    const [a, b] = [member('a'), member('b')];
    const chat = [{ messageId: 'm', memberId: 'b', displayName: 'B', text: 'hi', sentAtMs: 1 }];
    const before = build(room({ members: [a, b], chat }), 'a');
    const after = build(room({ offset: 2, members: [a, { ...b, handRaisedAtMs: 5 }], chat }), 'a');
    expect(after.members[0]).toBe(before.members[0]);
    expect(after.members[1]).not.toBe(before.members[1]);
    expect(after.chat).toBe(before.chat);
  });

  test('[WEB-8] a hand raised earlier by someone else renumbers those behind it', () => {
    const build = callViewBuilder();
    const [a, b] = [member('a', { handRaisedAtMs: 20 }), member('b')];
    expect(build(room({ members: [a, b] }), 'a').self?.handOrder).toBe(1);
    expect(build(room({ members: [a, { ...b, handRaisedAtMs: 10 }] }), 'a').self?.handOrder).toBe(2);
  });
});

test('[WEB-13] who is not listed is shown its own state, and not among the members', () => {
  const own = member('a', { grants: { ...GRANTS, chat: false, moderate: true } });
  const call = callViewBuilder()(room({ members: [member('b')], audienceCount: 4 }), 'a', own);
  expect(call.self).toMatchObject({ memberId: 'a', isSelf: true });
  expect(call).toMatchObject({ canChat: false, canModerate: true, audienceCount: 4 });
  expect(call.members.map(({ memberId }) => memberId)).toEqual(['b']);
  expect(callViewBuilder()(room({ members: [member('a')] }), 'a', own).canChat).toBe(true);
});

describe('endings and returns', () => {
  test.each(Object.entries(LeaveReason))('[WEB-12] the reason %s has a text', (_name, reason) => {
    const shown = endReasonOf(reason, null);
    expect(isMessageKey(`ended.${shown}.title`) && isMessageKey(`ended.${shown}.body`)).toBe(true);
    expect(shown === 'lost').toBe(reason === LeaveReason.LEAVE_REASON_UNSPECIFIED);
  });

  test('[WEB-12] without a reason the error tells', () => {
    expect(endReasonOf(0, { errorName: 'lobbyDenied' })).toBe('lobbyDenied');
    expect(endReasonOf(0, { errorName: 'sessionReplaced' })).toBe('replaced');
    expect(endReasonOf(0, new Error('x'))).toBe('lost');
  });

  test.each([
    ['audio.moderatorMuted', 'mutedByModerator', 'toast.mutedWhileAway'],
    ['audio.moderatorMuted', 'muteLifted', undefined],
    ['video.moderatorMuted', 'mutedByModerator', 'toast.videoStoppedWhileAway'],
    ['floor.audio', 'memberAway', 'toast.floorLostWhileAway'],
    ['role', 'changed', 'toast.roleWhileAway'],
    ['media', 'mediaReset', 'toast.mediaWhileAway'],
    ['audio.published', 'producerClosed', undefined],
  ])('[WEB-12] the difference %s by %s is told as %s', (what, cause, key) => {
    expect(awayKey({ what, cause })).toBe(key);
  });
});
