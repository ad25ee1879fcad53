/** A call of the mini program's model, told in words what it does. */
import { expect } from 'vitest';
import { newCall, stepCall } from '../../miniprogram/src/model/call-model.ts';
import type { CallConfig, CallInput, CallState, PushedMedium } from '../../miniprogram/src/model/call-types.ts';
import { viewOf } from '../../miniprogram/src/model/call-view.ts';
import type { Member } from '../../wire/generated/messages.ts';
import { member, publisher } from './call-members.ts';

const CONFIG: CallConfig = { scene: 'call', maxPlayers: 9, backgroundAudio: false, linkMicTimeoutMs: 30_000 };

export class Call {
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
