import { describe, expect, test } from 'vitest';
import { followPageLifecycle } from '../../../client/adapters/page-lifecycle.ts';
import { Presence } from '../../../wire/generated/messages.ts';
import { joinedFrame, ScriptedServer, SNAPSHOT } from './scripted-server.ts';
import { settle } from './virtual-clock.ts';

describe('page lifecycle', () => {
  function page() {
    const target = new EventTarget();
    const document = Object.assign(target, { visibilityState: 'visible' });
    return { document, window: new EventTarget() };
  }
  const presences = (server: ScriptedServer) => server.socket.all('setPresence').map(({ setPresence }) => setPresence);

  test('[CL-45] hiding is told at once, showing with position and belief', async () => {
    const server = await ScriptedServer.connected();
    await server.join();
    const shown = page();
    const stop = followPageLifecycle({ page: shown, client: server.client });
    shown.document.visibilityState = 'hidden';
    shown.document.dispatchEvent(new Event('visibilitychange'));
    shown.window.dispatchEvent(new Event('pagehide'));
    // Without waiting: a page that is being frozen gets no further turn.
    expect(presences(server)).toMatchObject([{ presence: Presence.BACKGROUND, reason: 'hidden', belief: null }]);
    shown.document.visibilityState = 'visible';
    shown.document.dispatchEvent(new Event('visibilitychange'));
    expect(presences(server)[1]).toMatchObject({
      presence: Presence.ONLINE,
      position: { epoch: 'e1', offset: 10 },
      belief: { mediaGeneration: 1 },
    });
    expect(server.socket.all('ping')).toHaveLength(1);
    stop();
    shown.window.dispatchEvent(new Event('pagehide'));
    expect(presences(server)).toHaveLength(2);
  });

  test('[CL-45] rooms joined or rejoined while hidden are told too', async () => {
    const server = await ScriptedServer.connected();
    const shown = page();
    shown.document.visibilityState = 'hidden';
    followPageLifecycle({ page: shown, client: server.client });
    await server.join();
    expect(presences(server)).toMatchObject([{ roomId: 'r1', presence: Presence.BACKGROUND, reason: 'joined' }]);
    await server.drop();
    await server.welcome({ resumed: true });
    server.socket.reply(server.socket.one('joinRoom'), { joined: joinedFrame(SNAPSHOT, { resumed: true }) });
    await settle();
    expect(presences(server).map((presence) => presence?.reason)).toContain('rejoined');
  });

  test('[CL-45] a page that goes on in another tab may stay in the foreground until it is frozen', async () => {
    const server = await ScriptedServer.connected();
    await server.join();
    const shown = page();
    followPageLifecycle({ page: shown, client: server.client, hiddenIsBackground: () => false });
    shown.document.visibilityState = 'hidden';
    shown.document.dispatchEvent(new Event('visibilitychange'));
    expect(presences(server)).toEqual([]);
    shown.document.dispatchEvent(new Event('freeze'));
    expect(presences(server)).toMatchObject([{ reason: 'freeze' }]);
  });
});
