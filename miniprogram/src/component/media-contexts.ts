/** live-pusher and live-player of one component, by the contexts that wx makes for them. */
import type { WxPlatform, WxPlayerContext, WxPusherContext } from '../app/platform.ts';
import type { MediaPort } from './effect-runner.ts';

export interface MediaContexts extends MediaPort {
  switchCamera(): void;
}

/** Contexts are looked up by the component (`this`): ids are of its own tree. Nothing here throws. */
export function mediaContexts(platform: WxPlatform, component: unknown): MediaContexts {
  const pusher = (): WxPusherContext => platform.createLivePusherContext(component);
  const player = (memberId: string): WxPlayerContext => platform.createLivePlayerContext(`p-${memberId}`, component);
  /** A context of an element that has gone throws on some phones. */
  const quietly = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      console.warn('rtc-room:', error);
    }
  };
  return {
    startPusher: () => quietly(() => pusher().start()),
    stopPusher: () => quietly(() => pusher().stop()),
    startPlayer: (memberId) => quietly(() => player(memberId).play()),
    stopPlayer: (memberId) => quietly(() => player(memberId).stop()),
    switchCamera: () => quietly(() => pusher().switchCamera()),
  };
}
