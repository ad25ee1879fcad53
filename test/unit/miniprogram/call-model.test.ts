/** One call: who publishes, who is played, background, interruptions, mutes, link-mic. */
import { describe, expect, test } from 'vitest';
import { callWakeAt, newCall, stepCall } from '../../../miniprogram/src/model/call-model.ts';
import type { CallConfig, CallInput, CallState, PushedMedium } from '../../../miniprogram/src/model/call-types.ts';
import { viewOf } from '../../../miniprogram/src/model/call-view.ts';
import { layoutOf } from '../../../miniprogram/src/model/layout.ts';
import { choosePlaySources } from '../../../miniprogram/src/model/play-sources.ts';
import { playerProfile, pusherProfile } from '../../../miniprogram/src/model/scene-profile.ts';
import {
  FloorCause,
  FloorPolicy,
  FloorRequestStatus,
  Medium,
  type Member,
  Presence,
  Role,
} from '../../../wire/generated/messages.ts';
import { member, publisher } from '../../support/call-members.ts';

const CONFIG: CallConfig = { scene: 'call', maxPlayers: 9, backgroundAudio: false, linkMicTimeoutMs: 30_000 };

class Call {
  state: CallState;
  at = 1000;
  /** Everything told so far, in words. */
  told: string[] = [];
  self: Member = member('me');
  others: Member[] = [];

  constructor(config: Partial<CallConfig> = {}, muted: readonly PushedMedium[] = []) {
    this.state = newCall({ ...CONFIG, ...config }, muted);
  }
  /** Gives what this input alone has caused. */
  take(input: CallInput): string[] {
    const { state, effects } = stepCall(this.state, input, this.at, 0.5);
    this.state = state;
    const words = effects.map((effect) => {
      const { type, ...rest } = effect;
      return [type, ...Object.entries(rest).map(([key, value]) => (key === 'askId' ? '' : String(value)))]
        .join(' ')
        .trim();
    });
    this.told.push(...words);
    return words;
  }
  room() {
    return { selfId: this.self.memberId, self: this.self, members: [this.self, ...this.others] };
  }
  join(isNew = true): string[] {
    return this.take({ type: 'joined', room: this.room(), isNew });
  }
  see(self: Member | undefined, ...others: Member[]): string[] {
    if (self !== undefined) this.self = self;
    this.others = others;
    return this.take({ type: 'room', room: this.room() });
  }
  push(): string[] {
    const { askId } = this.state.pusher;
    return [
      ...this.take({ type: 'pushUrl', askId, url: `rtmp://push/${askId}`, generation: askId }),
      ...this.take({ type: 'pusherCode', code: 1002 }),
    ];
  }
  play(): string[] {
    return this.state.players.players.flatMap(({ memberId, askId }) => [
      ...this.take({
        type: 'playUrls',
        memberId,
        askId,
        urls: { rtmp: `rtmp://${memberId}`, flv: '', lowLatencyRtmp: '' },
      }),
      ...this.take({ type: 'playerCode', memberId, code: 2004 }),
    ]);
  }
  /** In a call with Ann, pushing and playing. */
  static running(config: Partial<CallConfig> = {}): Call {
    const call = new Call(config);
    call.others = [publisher('ann')];
    call.join();
    call.push();
    call.play();
    expect(call.state.pusher.status).toBe('pushing');
    expect(call.state.players.players.map(({ status }) => status)).toEqual(['playing']);
    call.told = [];
    return call;
  }
  view(floors: Parameters<typeof viewOf>[0]['replica'] = null) {
    return viewOf({ call: this.state, status: 'joined', connection: 'connected', replica: floors });
  }
}

describe('who publishes', () => {
  const cases = [
    ['call', Role.SPEAKER, true],
    ['call', Role.AUDIENCE, false],
    ['conference', Role.CHAIR, true],
    ['conference', Role.SPEAKER, true],
    ['conference', Role.AUDIENCE, false],
    ['live', Role.CHAIR, true],
    ['live', Role.SPEAKER, false],
    ['live', Role.AUDIENCE, false],
    ['remote', Role.DEVICE, true],
    ['remote', Role.SPEAKER, false],
  ] as const;
  test.for(cases)('[MP-7] scene %s, role %i: %o', ([scene, role, publishes]) => {
    const call = new Call({ scene });
    call.self = member('me', { role });
    call.join();
    expect(call.state.pusher.isWanted).toBe(publishes);
    expect(call.view().pusher.isShown).toBe(publishes);
    call.take({ type: 'publish', wish: !publishes });
    // A wish is no grant.
    expect(call.state.pusher.isWanted).toBe(!publishes && role !== Role.AUDIENCE);
  });

  test('[MP-7] a grant that goes stops the pusher, one that comes starts it', () => {
    const call = Call.running();
    expect(call.see(member('me', { mayPublish: false }), publisher('ann'))).toContain('stopPusher');
    expect(call.see(member('me'), publisher('ann'))).toContain('askPushUrl');
  });
});

describe('who is played', () => {
  const base = { selfId: 'me', maxPlayers: 9, pinnedMemberId: '', speakerIds: [], playedIds: [] };
  const ids = (choice: Parameters<typeof choosePlaySources>[0]): string =>
    choosePlaySources(choice)
      .map(({ memberId }) => memberId)
      .join('');

  test('[MP-10] others that publish; not oneself, not who sends nothing, not who is away', () => {
    const away = { presence: Presence.BACKGROUND };
    const silent = member('d', { ...away, audio: { published: true, mayFlow: false } });
    const heard = member('e', { ...away, audio: { published: true, mayFlow: true } });
    const screen = member('f', { screen: { published: true } });
    expect(ids({ ...base, members: [publisher('me'), publisher('a'), member('b'), silent, heard, screen] })).toBe(
      'aef',
    );
  });

  test('[MP-10] at most nine, the most worth seeing, in the order of the room', () => {
    const crowd = [...'abcdefghijkl'].map((id) => publisher(id));
    expect(ids({ ...base, members: crowd })).toBe('abcdefghi');
    expect(ids({ ...base, members: crowd, maxPlayers: 20 })).toHaveLength(9);
    expect(ids({ ...base, members: crowd, maxPlayers: 0 })).toBe('');
    const members = crowd.map((one) => (one.memberId === 'l' ? publisher('l', { role: Role.CHAIR }) : one));
    const choice = { ...base, members, maxPlayers: 4, playedIds: ['a', 'b', 'c', 'd'] };
    expect(ids(choice)).toBe('abcl');
    expect(ids({ ...choice, pinnedMemberId: 'k' })).toBe('abkl');
    expect(ids({ ...choice, speakerIds: ['h', 'i'] })).toBe('abhl');
  });

  test('[MP-15] buffers by scene, and modes of the pusher', () => {
    expect(playerProfile('live', false)).toEqual({ mode: 'live', minCache: 1, maxCache: 3 });
    expect(playerProfile('live', true)).toEqual({ mode: 'RTC', minCache: 0.2, maxCache: 0.8 });
    expect(playerProfile('remote', false)).toEqual({ mode: 'RTC', minCache: 0.1, maxCache: 0.3 });
    for (const scene of ['call', 'conference', 'live', 'remote'] as const)
      for (const role of [Role.CHAIR, Role.SPEAKER]) {
        const { mode, minBitrate, maxBitrate } = pusherProfile(scene, role);
        expect(mode).toBe('RTC');
        expect(minBitrate).toBeLessThan(maxBitrate);
      }
  });

  test('[MP-15] a guest that comes on in a live room plays everybody anew, without delay', () => {
    const call = new Call({ scene: 'live' });
    call.self = member('me', { role: Role.AUDIENCE });
    call.others = [publisher('host', { role: Role.CHAIR })];
    call.join();
    call.play();
    expect(call.view().players[0]).toMatchObject({ mode: 'live', minCache: 1, maxCache: 3 });
    call.take({ type: 'askLinkMic' });
    const told = call.see(member('me', { role: Role.SPEAKER }), ...call.others);
    expect(told).toContain('stopPlayer host');
    expect(told).toContain('askPlayUrls host');
    expect(call.view().players[0]).toMatchObject({ mode: 'RTC', minCache: 0.2, maxCache: 0.8 });
  });

  test('[MP-13] a member that comes, gets another generation, goes', () => {
    const call = Call.running();
    expect(call.see(undefined, publisher('ann'), publisher('bob'))).toEqual(['askPlayUrls bob']);
    expect(call.see(undefined, publisher('ann', { generation: 2 }), publisher('bob'))).toEqual([
      'stopPlayer ann',
      'askPlayUrls ann',
    ]);
    call.play();
    expect(call.see(undefined)).toEqual(['stopPlayer ann', 'stopPlayer bob']);
  });

  test('[MP-13] the end of the call stops everything', () => {
    const call = Call.running();
    expect(call.take({ type: 'left' })).toEqual(['stopPusher', 'stopPlayer ann']);
    expect(callWakeAt(call.state)).toBe(0);
    expect(call.view().players).toEqual([]);
  });

  test('[MP-14] the tile spins until there is something to see', () => {
    const call = new Call();
    call.others = [publisher('ann')];
    call.join();
    expect(call.view().players[0]?.isLoading).toBe(true);
    call.play();
    expect(call.view().players[0]?.isLoading).toBe(false);
    call.take({ type: 'playerCode', memberId: 'ann', code: 2007 });
    expect(call.view().players[0]?.isLoading).toBe(true);
  });
});

describe('the phone', () => {
  test.for([
    ['pageHidden', 'pageHide'],
    ['appHidden', 'appHide'],
  ] as const)('[MP-20] [MP-21] %s and back', ([type, reason]) => {
    const call = Call.running();
    expect(call.take({ type, isHidden: true })).toEqual([`presence true ${reason}`, 'stopPusher', 'stopPlayer ann']);
    expect(call.view()).toMatchObject({ away: true, players: [], pusher: { isShown: false, url: '' } });
    expect(call.take({ type, isHidden: true })).toEqual([]);
    expect(call.take({ type, isHidden: false })).toEqual([
      'nudge',
      'presence false show',
      'askPushUrl',
      'askPlayUrls ann',
    ]);
    call.push();
    expect(call.state.pusher.status).toBe('pushing');
  });

  test('[MP-20] an app that hides hides its page too: told once, back when both are shown', () => {
    const call = Call.running();
    call.take({ type: 'appHidden', isHidden: true });
    expect(call.take({ type: 'pageHidden', isHidden: true })).toEqual([]);
    expect(call.take({ type: 'appHidden', isHidden: false })).toEqual([]);
    expect(call.take({ type: 'pageHidden', isHidden: false })).toContain('presence false show');
  });

  test('[MP-20] with background audio everything goes on, and the room is told all the same', () => {
    const call = Call.running({ backgroundAudio: true });
    expect(call.take({ type: 'appHidden', isHidden: true })).toEqual(['presence true appHide']);
    expect(call.state.pusher.status).toBe('pushing');
    // A phone call takes the microphone whatever we want.
    expect(call.take({ type: 'interrupted', isInterrupted: true })).toContain('stopPusher');
  });

  test.for([5000, 5001])('[MP-22] pusher code %i is an interruption', (code) => {
    const call = Call.running();
    expect(call.take({ type: 'pusherCode', code })).toEqual([
      'presence true interrupted',
      'stopPusher',
      'stopPlayer ann',
    ]);
    expect(call.view().interrupted).toBe(true);
    expect(call.take({ type: 'interrupted', isInterrupted: false })).toContain('askPushUrl');
  });

  test('[MP-22] an interruption whose end nobody tells ends when the page is shown', () => {
    const call = Call.running();
    call.take({ type: 'interrupted', isInterrupted: true });
    call.take({ type: 'pageHidden', isHidden: true });
    expect(call.take({ type: 'pageHidden', isHidden: false })).toContain('presence false show');
    expect(call.state.isInterrupted).toBe(false);
  });

  test('[MP-22] codes of suspension that come when nothing is pushed mean nothing', () => {
    const call = Call.running();
    call.take({ type: 'pageHidden', isHidden: true });
    expect(call.take({ type: 'pusherCode', code: 5000 })).toEqual([]);
    expect(call.state.isInterrupted).toBe(false);
  });

  test('[MP-23] a connection that comes back while nobody looks', () => {
    const call = Call.running();
    call.take({ type: 'appHidden', isHidden: true });
    expect(call.join(false)).toEqual(['presence true appHide']);
    const seen = Call.running();
    expect(seen.join(false)).toEqual([]);
  });

  test('[MP-24] the network is back: the connection is checked, attempts that wait are made', () => {
    const call = Call.running();
    expect(call.take({ type: 'networkChanged', isConnected: false })).toEqual([]);
    expect(call.take({ type: 'networkChanged', isConnected: true })).toEqual(['nudge']);
    call.take({ type: 'pusherCode', code: -1307 });
    call.take({ type: 'playerCode', memberId: 'ann', code: -2301 });
    expect(call.take({ type: 'networkChanged', isConnected: true })).toEqual([
      'nudge',
      'askPushUrl',
      'askPlayUrls ann',
    ]);
  });

  test('[MP-3] [MP-12] the deadline of the call is the earliest of its parts', () => {
    const call = Call.running();
    expect(callWakeAt(call.state)).toBe(0);
    call.take({ type: 'pusherCode', code: -1307 });
    const pusherAt = callWakeAt(call.state);
    call.at += 100;
    call.take({ type: 'playerCode', memberId: 'ann', code: -2301 });
    expect(callWakeAt(call.state)).toBe(pusherAt);
    call.at = pusherAt;
    expect(call.take({ type: 'wake' })).toEqual(['askPushUrl']);
    call.at = callWakeAt(call.state);
    expect(call.take({ type: 'wake' })).toEqual(['askPlayUrls ann']);
  });

  test('[MP-5] [MP-22] the user may ask for another attempt', () => {
    const call = Call.running();
    call.take({ type: 'pusherCode', code: -1305 });
    expect(call.view().pusher.isShown).toBe(false);
    expect(call.take({ type: 'retry' })).toEqual(['askPushUrl', 'stopPlayer ann', 'askPlayUrls ann']);
  });
});

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
