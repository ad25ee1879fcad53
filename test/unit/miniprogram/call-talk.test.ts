/** One call: mutes, link-mic, what is shown of it. */
import { describe, expect, test } from 'vitest';
import { callWakeAt } from '../../../miniprogram/src/model/call-model.ts';
import { layoutOf } from '../../../miniprogram/src/model/layout.ts';
import {
  FloorCause,
  FloorPolicy,
  FloorRequestStatus,
  Medium,
  Presence,
  Role,
} from '../../../wire/generated/messages.ts';
import { member, publisher } from '../../support/call-members.ts';
import { Call } from '../../support/mini-call.ts';

describe('mutes', () => {
  const muted = { selfMuted: true, mayFlow: false };

  test('[MP-30] muting counts at once, unmuting when the server agrees', () => {
    const call = Call.running();
    expect(call.view().pusher).toMatchObject({ muted: false, enableCamera: true });
    expect(call.take({ type: 'mute', medium: Medium.AUDIO, muted: true })).toEqual([`selfMute ${Medium.AUDIO} true`]);
    call.take({ type: 'mute', medium: Medium.VIDEO, muted: true });
    expect(call.view().pusher).toMatchObject({ muted: true, enableCamera: false });
    expect(call.view().self).toMatchObject({ mic: 'off', camera: 'off' });
    call.see(member('me', { audio: muted, video: muted }), publisher('ann'));
    expect(call.take({ type: 'mute', medium: Medium.AUDIO, muted: false })).toEqual([`selfMute ${Medium.AUDIO} false`]);
    expect(call.view().pusher.muted).toBe(true);
    call.see(member('me', { video: muted }), publisher('ann'));
    expect(call.view().pusher).toMatchObject({ muted: false, enableCamera: false });
  });

  test('[MP-31] muted while the server lets no sound flow; the camera stays, for the own picture', () => {
    const call = Call.running();
    call.see(member('me', { audio: { moderatorMuted: true, mayFlow: false } }), publisher('ann'));
    expect(call.view().pusher).toMatchObject({ muted: true, enableMic: true });
    expect(call.view().self.mic).toBe('blocked');
    call.see(member('me', { audio: { mayFlow: false }, video: { mayFlow: false } }), publisher('ann'));
    expect(call.view().pusher).toMatchObject({ muted: true, enableCamera: true });
    expect(call.view().self).toMatchObject({ mic: 'floor', camera: 'floor' });
  });

  test('[MP-32] muted from the first instant, in every new membership', () => {
    const call = new Call({}, [Medium.VIDEO]);
    expect(call.join()).toContain(`selfMute ${Medium.VIDEO} true`);
    expect(call.view().pusher).toMatchObject({ muted: false, enableCamera: false });
    call.see(member('me', { audio: muted, video: muted }));
    expect(call.state.localMutes).toEqual([]);
    // Another membership, which knows nothing of it.
    call.self = member('me2');
    const told = call.join(true);
    expect(told).toContain(`selfMute ${Medium.AUDIO} true`);
    expect(told).toContain(`selfMute ${Medium.VIDEO} true`);
    expect(call.view().pusher).toMatchObject({ muted: true, enableCamera: false });
  });

  test('[MP-32] what the server has muted already needs no telling', () => {
    const call = new Call({}, [Medium.AUDIO]);
    call.self = member('me', { audio: muted });
    expect(call.join()).not.toContain(`selfMute ${Medium.AUDIO} true`);
  });

  test('[MP-5] a camera that broke is closed', () => {
    const call = Call.running();
    call.take({ type: 'pusherCode', code: -1301 });
    expect(call.view().pusher).toMatchObject({ enableCamera: false, enableMic: true, isShown: true });
  });
});

describe('link-mic', () => {
  const listener = member('me', { role: Role.AUDIENCE });
  const host = publisher('host', { role: Role.CHAIR });
  const asking = (): Call => {
    const call = new Call({ scene: 'live' });
    call.self = listener;
    call.others = [host];
    call.join();
    expect(call.take({ type: 'askLinkMic' })).toEqual(['raiseHand true', 'linkMic asked']);
    call.see(member('me', { role: Role.AUDIENCE, hand: 5 }), host);
    return call;
  };

  test('[MP-33] a role that may publish is an acceptance', () => {
    const call = asking();
    const told = call.see(member('me', { hand: 5 }), host);
    expect(told.slice(0, 3)).toEqual(['raiseHand false', 'linkMic accepted', 'askPushUrl']);
    expect(callWakeAt(call.state)).toBe(0);
    expect(call.take({ type: 'leaveLinkMic' })).toContain('linkMic left');
    expect(call.state.pusher.isWanted).toBe(false);
  });

  test('[MP-33] a hand lowered by somebody else is a rejection', () => {
    const call = asking();
    expect(call.see(listener, host)).toEqual(['linkMic rejected']);
    expect(call.state.linkMic).toBe('off');
  });

  test('[MP-33] a hand that the server has not shown yet is not lowered', () => {
    const call = new Call({ scene: 'live' });
    call.self = listener;
    call.join();
    call.take({ type: 'askLinkMic' });
    expect(call.see(listener, host)).toEqual(['askPlayUrls host']);
    expect(call.state.linkMic).toBe('asked');
  });

  test('[MP-33] no answer in time', () => {
    const call = asking();
    expect(callWakeAt(call.state)).toBe(call.at + 30_000);
    call.at = callWakeAt(call.state);
    expect(call.take({ type: 'wake' })).toEqual(expect.arrayContaining(['raiseHand false', 'linkMic timeout']));
  });

  test('[MP-33] taken back; and ended with the role', () => {
    const call = asking();
    expect(call.take({ type: 'leaveLinkMic' })).toEqual(['raiseHand false', 'linkMic left']);
    expect(call.take({ type: 'leaveLinkMic' })).toEqual([]);
    const on = asking();
    on.see(member('me'), host);
    on.push();
    expect(on.see(listener, host)).toEqual(expect.arrayContaining(['linkMic ended', 'stopPusher']));
  });

  test('[MP-33] who may publish already is on at once', () => {
    const call = new Call({ scene: 'live' });
    call.join();
    expect(call.take({ type: 'askLinkMic' })).toEqual(['linkMic accepted', 'askPushUrl']);
  });
});

describe('what is shown', () => {
  test('[MP-34] floors: holders, queue, own place', () => {
    const call = Call.running();
    const request = (memberId: string, status: FloorRequestStatus, queuePosition = 0) => ({
      requestId: `r-${memberId}`,
      memberId,
      requestedBy: memberId,
      floorIds: ['control'],
      status,
      priority: 2,
      queuePosition,
      requestedAtMs: 1,
      grantedAtMs: 0,
      expiresAtMs: 9,
      cause: FloorCause.REQUESTED,
      warned: true,
    });
    const floor = {
      floorId: 'control',
      medium: Medium.DATA,
      policy: FloorPolicy.TURNS,
      maxHolders: 1,
      chairMemberId: '',
      turnMs: 0,
      graceMs: 0,
      idleMs: 0,
      confirmMs: 0,
      warnMs: 0,
      chairFallback: 0,
      chairAbsent: false,
    } as const;
    const shown = (own: FloorRequestStatus) => {
      const requests = [request('ann', FloorRequestStatus.GRANTED), request('me', own, 1)];
      const replica = {
        roomId: 'r',
        epoch: 'e',
        offset: 1,
        scene: 4,
        policy: { locked: true, lobby: false, unmuteLocked: [], unmuteAllowed: [] },
        members: [],
        floors: [{ ...floor, requests }],
        attributes: [],
        chat: [],
        lobby: [],
        mediaGeneration: 1,
        audienceCount: 7,
        createdAtMs: 1,
      };
      return call.view(replica);
    };
    const view = shown(FloorRequestStatus.ACCEPTED);
    expect(view).toMatchObject({ isLocked: true, audienceCount: 7 });
    expect(view.floors[0]).toMatchObject({
      medium: 'data',
      holders: [{ memberId: 'ann', name: 'ANN', requestId: 'r-ann' }],
      queue: [{ memberId: 'me' }],
      mine: 'queued',
      requestId: 'r-me',
      position: 1,
      expiresAtMs: 9,
      isWarned: true,
      isChair: false,
    });
    expect(shown(FloorRequestStatus.CONFIRMING).floors[0]?.mine).toBe('confirming');
    expect(shown(FloorRequestStatus.GRANTED).self.holdsFloor).toBe(true);
    expect(view.players[0]?.holdsFloor).toBe(true);
  });

  test('[MP-10] tiles show who it is and what is wrong', () => {
    const call = Call.running();
    call.see(undefined, publisher('ann', { presence: Presence.SUSPECT, hand: 3, role: Role.CHAIR }));
    call.take({ type: 'speakers', memberIds: ['ann'] });
    call.take({ type: 'pin', memberId: 'ann' });
    expect(call.view().players[0]).toMatchObject({
      playerId: 'p-ann',
      name: 'ANN',
      initial: 'A',
      role: 'chair',
      isSuspect: true,
      isHandUp: true,
      isSpeaking: true,
      isPinned: true,
      hasVideo: true,
      isMuted: false,
    });
  });

  test('[MP-10] layouts: picture in picture, focus, grid', () => {
    const tile = (memberId: string, role = 'speaker', isPinned = false) => ({ memberId, role, isPinned });
    expect(layoutOf('call', [tile('a')], true)).toEqual({ layout: 'pip', mainId: 'a', tileCount: 2 });
    expect(layoutOf('conference', [tile('a'), tile('b')], true)).toEqual({ layout: 'grid', mainId: '', tileCount: 3 });
    expect(layoutOf('conference', [tile('a'), tile('b', 'speaker', true)], true).mainId).toBe('b');
    expect(layoutOf('live', [tile('g'), tile('h', 'chair')], false)).toMatchObject({ layout: 'focus', mainId: 'h' });
    expect(layoutOf('live', [tile('g')], true)).toMatchObject({ layout: 'focus', mainId: 'self' });
    expect(layoutOf('remote', [tile('d', 'device')], false)).toMatchObject({ layout: 'focus', mainId: 'd' });
    expect(layoutOf('live', [], false)).toEqual({ layout: 'focus', mainId: '', tileCount: 0 });
  });
});
