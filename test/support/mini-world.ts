/** Phones with the built component, and browsers, that meet in rooms of a real node. */
import { Medium } from '../../wire/generated/messages.ts';
import { type InstantMedia, MiniApp, type MountedRoom } from './mini-app.ts';
import type { RawClient } from './raw-client.ts';
import { h264, opus } from './rtp-parameters.ts';
import type { TestNode } from './test-node.ts';

export const BOTH = [Medium.AUDIO, Medium.VIDEO];

export interface Phone {
  readonly app: MiniApp;
  readonly page: MountedRoom;
}

/** What the phone's pushers and players did. */
export const log = ({ app }: Phone): string[] => (app.media as InstantMedia).log;

export class MiniWorld {
  readonly #node: () => TestNode;
  readonly #apps: MiniApp[] = [];
  #roomCount = 0;

  /** @param node where everybody meets who is not sent elsewhere */
  constructor(node: () => TestNode) {
    this.#node = node;
  }

  freshRoom(): string {
    this.#roomCount += 1;
    return `mini-${this.#roomCount}`;
  }

  /** An app that is closed with the world. */
  app(options: ConstructorParameters<typeof MiniApp>[0]): MiniApp {
    const app = new MiniApp(options);
    this.#apps.push(app);
    return app;
  }

  /** A page of that user, in its room. */
  async phone(
    user: string,
    properties: Readonly<Record<string, unknown>>,
    { at = this.#node(), ...claims }: { at?: TestNode; role?: string } = {},
  ): Promise<Phone> {
    const app = this.app({ httpUrl: at.httpUrl });
    const page = app.mount({ token: await at.token(user, claims), ...properties });
    await page.until(`${user} to be in the room`, (view) => view.status === 'joined');
    return { app, page };
  }

  /** A browser's member, as far as signalling knows; publishes over WebRTC if asked to. */
  async browser(user: string, roomId: string, media: readonly Medium[] = []): Promise<RawClient> {
    const client = await this.#node().client(user);
    await client.ok({ joinRoom: { roomId } });
    if (media.length === 0) return client;
    const { transportCreated } = await client.ok({ createTransport: { roomId, direction: 1 } });
    const transportId = transportCreated?.transportId ?? '';
    for (const medium of media) {
      const parameters = medium === Medium.AUDIO ? opus('0') : h264('1');
      await client.ok({ produce: { roomId, transportId, medium, rtpParametersJson: JSON.stringify(parameters) } });
    }
    return client;
  }

  /** Closes all apps. */
  close(): void {
    for (const app of this.#apps.splice(0)) app.close();
  }
}
