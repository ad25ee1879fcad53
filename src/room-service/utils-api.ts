/** `/weapp/utils/`: what clients ask before they have a token, and what operators of the old servers asked. */
import type { Clock } from '../shared/clock.ts';
import { type MemberId, memberId, type RoomId } from '../shared/ids.ts';
import type { LoginDesk } from './login-desk.ts';
import type { PushTickets } from './push-tickets.ts';
import { type ServiceFields, ServiceRefusal } from './service-types.ts';
import type { StreamUrls } from './stream-urls.ts';

export interface UtilsApiOptions {
  readonly clock: Clock;
  readonly desk: LoginDesk;
  readonly urls: StreamUrls;
  readonly tickets: PushTickets;
  readonly newId: (prefix: string) => string;
  readonly newRoomId: () => RoomId;
  /** Test streams for whoever asks. */
  readonly givesTestStreams: boolean;
}

/** `plain`: without `code` and `message`, as this method always was. */
export type UtilsAnswer = ServiceFields | { readonly plain: ServiceFields };

export class UtilsApi {
  readonly #options: UtilsApiOptions;

  constructor(options: UtilsApiOptions) {
    this.#options = options;
  }

  /** undefined = there is no such method. @throws ServiceRefusal */
  async answer(name: string, query: URLSearchParams): Promise<UtilsAnswer | undefined> {
    switch (name) {
      case 'get_login_info':
      case 'get_login_info_debug': {
        const of = (key: string): string => query.get(key) ?? '';
        return await this.#options.desk.loginInfo({ prefix: of('userIDPrefix'), code: of('code'), appId: of('appid') });
      }
      case 'get_test_pushurl':
        return { plain: this.#testStream() };
      case 'get_test_rtmpaccurl':
        return { plain: { url_rtmpacc: this.#testStream()['url_play_acc'] } };
      // What clients measured goes nowhere; they want to hear that it arrived.
      case 'report':
      case 'check_config':
        return {};
      case 'logfilelist':
        return { files: [] };
      case 'getlogfile':
        throw new ServiceRefusal('auth', 'this server gives out no log files');
      default:
        return undefined;
    }
  }

  /** One stream: what is pushed to the first URL is what the others play. There is no HLS here, since live-player has none. */
  #testStream(): ServiceFields {
    const { givesTestStreams, clock, desk, urls, tickets, newId, newRoomId } = this.#options;
    if (!givesTestStreams) throw new ServiceRefusal('auth', 'test streams are for development');
    const at = clock.now();
    const id: MemberId = memberId(newId('m'));
    const stream = tickets.issue({
      userId: desk.newGuest('test'),
      roomId: newRoomId(),
      isReserved: true,
      isTest: true,
      memberId: id,
      issuedAt: at,
    });
    const { accelerate, flv, rtmp } = urls.playUrls(stream, at, at);
    const push = urls.pushUrl(stream, at);
    return { url_push: push, url_play_flv: flv, url_play_rtmp: rtmp, url_play_hls: '', url_play_acc: accelerate };
  }
}
