/** Pusher and players as pure models: codes, retries, URLs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  NO_PLAYERS,
  PLAY_PATIENCE_MS,
  type PlayersInput,
  type PlayersState,
  playersWakeAt,
  stepPlayers,
} from '../../../miniprogram/src/model/players-model.ts';
import {
  IDLE_PUSHER,
  PUSH_PATIENCE_MS,
  type PusherInput,
  type PusherState,
  stepPusher,
} from '../../../miniprogram/src/model/pusher-model.ts';

const HALF = 0.5;

/** A pusher that remembers what it was told to do. */
class Pusher {
  state: PusherState = IDLE_PUSHER;
  at = 1000;
  take(...inputs: PusherInput[]): string[] {
    return inputs.flatMap((input) => {
      const { state, effects } = stepPusher(this.state, input, this.at, HALF);
      this.state = state;
      return effects.map((effect) => ('name' in effect ? `${effect.type} ${effect.name}` : effect.type));
    });
  }
  code(code: number): string[] {
    return this.take({ type: 'code', code });
  }
  url(url = 'rtmp://a', askId = this.state.askId): string[] {
    return this.take({ type: 'url', askId, url, generation: askId });
  }
  static pushing(): Pusher {
    const pusher = new Pusher();
    pusher.take({ type: 'wanted', isWanted: true });
    pusher.url();
    pusher.code(1002);
    return pusher;
  }
  wake(): string[] {
    this.at = this.state.wakeAt;
    return this.take({ type: 'wake' });
  }
}

describe('pusher', () => {
  test('[MP-1] asks for a URL, starts with it, and ignores answers to earlier questions', () => {
    const pusher = new Pusher();
    expect(pusher.take({ type: 'wanted', isWanted: true })).toEqual(['askPushUrl']);
    expect(pusher.take({ type: 'wanted', isWanted: true })).toEqual([]);
    expect(pusher.url('rtmp://old', pusher.state.askId - 1)).toEqual([]);
    expect(pusher.state.url).toBe('');
    expect(pusher.url('rtmp://new')).toEqual(['startPusher']);
    expect(pusher.state).toMatchObject({ status: 'starting', url: 'rtmp://new' });
  });

  test('[MP-2] code 1002 confirms and ends the row of failures', () => {
    const pusher = Pusher.pushing();
    pusher.code(-1307);
    pusher.wake();
    pusher.url();
    expect(pusher.state.failures).toBe(1);
    pusher.code(1001);
    expect(pusher.state.status).toBe('starting');
    pusher.code(1002);
    expect(pusher.state).toMatchObject({ status: 'pushing', failures: 0, wakeAt: 0 });
  });

  test.for([3004, -1307, -1303, -1304])('[MP-3] code %i: stopped, and started later with a new URL', (code) => {
    const pusher = Pusher.pushing();
    expect(pusher.code(code)[0]).toBe('stopPusher');
    expect(pusher.state).toMatchObject({ status: 'waiting', url: '', failures: 1 });
    expect(pusher.state.wakeAt - pusher.at).toBe(375);
    expect(pusher.wake()).toEqual(['askPushUrl']);
    expect(pusher.url('rtmp://second')).toEqual(['startPusher']);
    expect(pusher.state.url).toBe('rtmp://second');
  });

  test('[MP-3] the waiting time grows up to 8 s, and it never gives up', () => {
    const pusher = Pusher.pushing();
    const delays: number[] = [];
    for (let round = 0; round < 12; round++) {
      pusher.code(3004);
      delays.push(pusher.state.wakeAt - pusher.at);
      pusher.wake();
      pusher.url();
    }
    expect(delays.slice(0, 3)).toEqual([375, 638, 1084]);
    expect(Math.max(...delays)).toBe(6000);
    expect(pusher.state.status).toBe('starting');
  });

  test('[MP-3] a start that nobody confirms, and a URL that cannot be had, are failures too', () => {
    const pusher = new Pusher();
    pusher.take({ type: 'wanted', isWanted: true });
    expect(pusher.take({ type: 'urlFailed', askId: pusher.state.askId })).toEqual([]);
    expect(pusher.state.status).toBe('waiting');
    pusher.wake();
    pusher.url();
    expect(pusher.state.wakeAt - pusher.at).toBe(PUSH_PATIENCE_MS);
    expect(pusher.wake()).toEqual(['stopPusher']);
    expect(pusher.state).toMatchObject({ status: 'waiting', failures: 2 });
  });

  test.for([1102, 3001, 3002, 3003, 3005])('[MP-4] code %i: left alone for 20 s', (code) => {
    const pusher = Pusher.pushing();
    expect(pusher.code(code)).toEqual([]);
    expect(pusher.state).toMatchObject({ status: 'reconnecting', url: 'rtmp://a' });
    expect(pusher.state.wakeAt - pusher.at).toBe(PUSH_PATIENCE_MS);
    pusher.code(1002);
    expect(pusher.state).toMatchObject({ status: 'pushing', wakeAt: 0 });
    pusher.code(code);
    expect(pusher.wake()).toEqual(['stopPusher']);
  });

  test('[MP-5] camera or microphone alone may fail; both together break it', () => {
    const pusher = Pusher.pushing();
    expect(pusher.code(-1301)).toEqual(['mediaError cameraFailed']);
    expect(pusher.state).toMatchObject({ status: 'pushing', isCameraBroken: true, isMicrophoneBroken: false });
    expect(pusher.code(10002)).toEqual(['stopPusher', 'mediaError microphoneDenied']);
    expect(pusher.state.status).toBe('broken');
    expect(pusher.take({ type: 'wake' })).toEqual([]);
    expect(pusher.take({ type: 'restart' })).toEqual(['askPushUrl']);
  });

  test('[MP-5] a device that cannot encode is not tried again and again', () => {
    const pusher = Pusher.pushing();
    expect(pusher.code(-1305)).toEqual(['stopPusher', 'mediaError pusherUnsupported']);
    expect(pusher.state).toMatchObject({ status: 'broken', wakeAt: 0 });
    pusher.take({ type: 'wanted', isWanted: false });
    expect(pusher.take({ type: 'wanted', isWanted: true })).toEqual(['askPushUrl']);
  });

  test('[MP-6] codes that nobody documented change nothing', () => {
    for (const code of [2026, 2027, 2029, 6000, 10005, 10012, 10014, 1020, 1021, -9999, 0, Number.NaN]) {
      const pusher = Pusher.pushing();
      const before = pusher.state;
      expect(pusher.code(code)).toEqual([]);
      expect(pusher.state).toBe(before);
    }
  });

  test('[MP-7] stops when it is not wanted any more, whatever it was doing', () => {
    const pusher = Pusher.pushing();
    expect(pusher.take({ type: 'wanted', isWanted: false })).toEqual(['stopPusher']);
    expect(pusher.state).toMatchObject({ status: 'idle', url: '', wakeAt: 0 });
    expect(pusher.code(1002)).toEqual([]);
    expect(pusher.state.status).toBe('idle');
  });

  test('[MP-3] whatever comes: starts and stops alternate, and who is wanted is never left without a next step', () => {
    const input = fc.oneof(
      fc.boolean().map((isWanted): PusherInput => ({ type: 'wanted', isWanted })),
      fc.constantFrom<PusherInput>({ type: 'restart' }, { type: 'wake' }),
      fc.integer({ min: 0, max: 6 }).map((askId): PusherInput => ({ type: 'url', askId, url: 'u', generation: 1 })),
      fc.integer({ min: 0, max: 6 }).map((askId): PusherInput => ({ type: 'urlFailed', askId })),
      fc
        .constantFrom(1001, 1002, 1101, 1102, 3004, 3005, 5000, -1301, -1302, -1305, -1307, 777)
        .map((code): PusherInput => ({ type: 'code', code })),
    );
    fc.assert(
      fc.property(fc.array(input, { maxLength: 60 }), (inputs) => {
        const pusher = new Pusher();
        let isRunning = false;
        for (const one of inputs) {
          pusher.at += 700;
          for (const effect of pusher.take(one).filter((name) => /^(start|stop)/.test(name))) {
            expect(effect).toBe(isRunning ? 'stopPusher' : 'startPusher');
            isRunning = !isRunning;
          }
          const { status, wakeAt, isWanted, url } = pusher.state;
          expect(url !== '').toBe(isRunning);
          expect(isWanted).toBe(status !== 'idle');
          expect(wakeAt > 0).toBe(['waiting', 'starting', 'reconnecting'].includes(status));
        }
      }),
    );
  });
});

const URLS = { rtmp: 'rtmp://r', flv: 'http://f.flv', lowLatencyRtmp: 'rtmp://l' };

class Players {
  state: PlayersState = NO_PLAYERS;
  at = 1000;
  take(input: PlayersInput): string[] {
    const { state, effects } = stepPlayers(this.state, input, this.at, HALF);
    this.state = state;
    return effects.map(({ type, memberId }) => `${type} ${memberId}`);
  }
  sources(...ids: readonly (string | readonly [string, number])[]): string[] {
    const sources = ids.map((id) =>
      typeof id === 'string' ? { memberId: id, generation: 1 } : { memberId: id[0], generation: id[1] },
    );
    return this.take({ type: 'sources', sources, mode: this.mode });
  }
  mode: 'RTC' | 'live' = 'RTC';
  one(memberId: string) {
    const player = this.state.players.find((known) => known.memberId === memberId);
    if (player === undefined) throw new Error(`no player of ${memberId}`);
    return player;
  }
  urls(memberId: string, urls = URLS): string[] {
    return this.take({ type: 'urls', memberId, askId: this.one(memberId).askId, urls });
  }
  code(memberId: string, code: number): string[] {
    return this.take({ type: 'code', memberId, code });
  }
  wake(): string[] {
    this.at = playersWakeAt(this.state);
    return this.take({ type: 'wake' });
  }
  static playing(): Players {
    const players = new Players();
    players.sources('ann');
    players.urls('ann');
    players.code('ann', 2004);
    return players;
  }
}

describe('players', () => {
  test('[MP-11] low latency first in mode RTC, FLV first in mode live, the next one after each failure', () => {
    const players = new Players();
    expect(players.sources('ann')).toEqual(['askPlayUrls ann']);
    const tried: string[] = [];
    for (let round = 0; round < 4; round++) {
      expect(players.urls('ann')).toEqual(['startPlayer ann']);
      tried.push(players.one('ann').src);
      expect(players.code('ann', -2301)).toEqual(['stopPlayer ann']);
      expect(players.wake()).toEqual(['askPlayUrls ann']);
    }
    expect(tried).toEqual(['rtmp://l', 'rtmp://r', 'http://f.flv', 'rtmp://l']);
    players.mode = 'live';
    expect(players.sources('ann')).toEqual(['askPlayUrls ann']);
    players.urls('ann');
    expect(players.one('ann').src).toBe('http://f.flv');
  });

  test('[MP-11] URLs that are not there are passed over, and none at all is a failure', () => {
    const players = new Players();
    players.sources('ann');
    players.urls('ann', { rtmp: '', flv: 'http://f.flv', lowLatencyRtmp: '' });
    expect(players.one('ann').src).toBe('http://f.flv');
    players.code('ann', -2301);
    players.wake();
    expect(players.urls('ann', { rtmp: '', flv: '', lowLatencyRtmp: '' })).toEqual([]);
    expect(players.one('ann').status).toBe('waiting');
  });

  test.for([-2301, -2302, 2006])('[MP-12] code %i: stop, new URLs, play', (code) => {
    const players = Players.playing();
    expect(players.code('ann', code)).toEqual(['stopPlayer ann']);
    expect(players.one('ann')).toMatchObject({ status: 'waiting', src: '', failures: 1 });
    expect(playersWakeAt(players.state) - players.at).toBe(375);
    expect(players.wake()).toEqual(['askPlayUrls ann']);
    expect(players.urls('ann')).toEqual(['startPlayer ann']);
    players.code('ann', 2004);
    expect(players.one('ann')).toMatchObject({ status: 'playing', failures: 0, wakeAt: 0 });
  });

  test('[MP-12] one that shows nothing, and one that loads for ever, are taken as given up', () => {
    const players = new Players();
    players.sources('ann');
    players.urls('ann');
    players.code('ann', 2007);
    expect(playersWakeAt(players.state) - players.at).toBe(PLAY_PATIENCE_MS);
    expect(players.wake()).toEqual(['stopPlayer ann']);
    const loading = Players.playing();
    loading.code('ann', 2007);
    loading.at += 5000;
    loading.code('ann', 2103);
    expect(playersWakeAt(loading.state)).toBe(1000 + PLAY_PATIENCE_MS);
    expect(loading.wake()).toEqual(['stopPlayer ann']);
  });

  test('[MP-12] URLs that cannot be had are asked for again', () => {
    const players = new Players();
    players.sources('ann');
    players.take({ type: 'urlsFailed', memberId: 'ann', askId: players.one('ann').askId });
    expect(players.one('ann').status).toBe('waiting');
    expect(players.wake()).toEqual(['askPlayUrls ann']);
  });

  test('[MP-13] another generation means new URLs; who goes is stopped; others are untouched', () => {
    const players = Players.playing();
    players.sources('ann', 'bob');
    players.urls('bob');
    const bob = players.one('bob');
    expect(players.sources(['ann', 2], 'bob')).toEqual(['stopPlayer ann', 'askPlayUrls ann']);
    expect(players.one('bob')).toBe(bob);
    expect(players.sources('bob')).toEqual([]);
    expect(players.sources()).toEqual(['stopPlayer bob']);
    expect(playersWakeAt(players.state)).toBe(0);
  });

  test('[MP-14] loading and reconnecting until a picture or sound comes', () => {
    const players = Players.playing();
    for (const [code, status] of [
      [2007, 'loading'],
      [2004, 'playing'],
      [2103, 'reconnecting'],
      [2003, 'playing'],
      [2007, 'loading'],
      [2032, 'playing'],
    ] as const) {
      players.code('ann', code);
      expect(players.one('ann').status).toBe(status);
    }
  });

  test('[MP-6] codes that nobody documented, and codes of members that are not played, change nothing', () => {
    const players = Players.playing();
    const before = players.state;
    for (const code of [2026, 6000, 10014, 2105, 2008, -1, 0, Number.NaN])
      expect(players.code('ann', code)).toEqual([]);
    expect(players.code('zoe', -2301)).toEqual([]);
    expect(players.state).toBe(before);
  });
});
