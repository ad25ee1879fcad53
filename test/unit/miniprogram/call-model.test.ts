/** One call: who publishes, who is played, background, interruptions. */
import { describe, expect, test } from 'vitest';
import { callWakeAt } from '../../../miniprogram/src/model/call-model.ts';
import { choosePlaySources } from '../../../miniprogram/src/model/play-sources.ts';
import { playerProfile, pusherProfile } from '../../../miniprogram/src/model/scene-profile.ts';
import { Presence, Role } from '../../../wire/generated/messages.ts';
import { member, publisher } from '../../support/call-members.ts';
import { Call } from '../../support/mini-call.ts';

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
