/** The demo as it is: its pages in the simulator, against a real node in development mode. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { MiniApp, type PlainPage } from '../../support/mini-app.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(async () => {
  await node.stop();
});

const apps: MiniApp[] = [];
afterEach(() => {
  for (const app of apps.splice(0)) app.close();
});

/** The demo on a phone whose user has set the server and a name. */
function phone(name: string): MiniApp {
  const app = new MiniApp({ httpUrl: node.httpUrl });
  apps.push(app);
  app.wx.setStorageSync('demo.settings', { serverUrl: node.httpUrl, name, language: 'en' });
  app.launch();
  return app;
}

const tap = (page: PlainPage, handler: string, event: object): void => {
  (page[handler] as (event: object) => void).call(page, event);
};

test('[MP-62] lobby: names are asked for, rooms checked and remembered, pages opened', () => {
  const app = phone('');
  const lobby = app.plainPage('pages/lobby/index');
  tap(lobby, 'onShow', {});
  const choose = (scene: string, role = ''): void =>
    tap(lobby, 'onScene', { currentTarget: { dataset: { scene, role } } });
  choose('call');
  tap(lobby, 'onName', { detail: { value: 'Ann' } });
  choose('call');
  tap(lobby, 'onRoom', { detail: { value: 'a room!' } });
  choose('call');
  expect(app.wx.seen).toEqual([
    'toast Tell us your name first',
    'toast Name a room first',
    'toast Letters, digits and . _ : @ - only',
  ]);
  tap(lobby, 'onRoom', { detail: { value: 'room-1' } });
  choose('live', 'chair');
  expect(app.wx.seen.at(-1)).toBe('to /pages/live/index?room=room-1&role=chair');
  tap(lobby, 'onShow', {});
  expect(lobby.data['recent']).toMatchObject([{ scene: 'live', room: 'room-1', role: 'chair', title: 'Live room' }]);
});

test('[MP-62] settings: another server and language', () => {
  const app = phone('Ann');
  const settings = app.plainPage('pages/settings/index');
  tap(settings, 'onLoad', {});
  expect(settings.data).toMatchObject({ serverUrl: node.httpUrl, language: 'en' });
  tap(settings, 'onServer', { detail: { value: ' https://rooms.example.org ' } });
  tap(settings, 'onLanguage', { currentTarget: { dataset: { code: 'zh_CN' } } });
  tap(settings, 'onSave', {});
  expect(app.wx.getStorageSync('demo.settings')).toMatchObject({
    serverUrl: 'https://rooms.example.org',
    language: 'zh_CN',
  });
  expect(app.wx.seen).toContain('back');
});

test('[MP-7] [MP-62] one to one: two phones of the demo in one call', async () => {
  const ann = await phone('Ann').openPage('pages/call/index', { room: 'demo-call' });
  const ben = await phone('Ben').openPage('pages/call/index', { room: 'demo-call' });
  for (const page of [ann, ben])
    await page.until('both', (view) => view?.memberCount === 2 && view.pusher.status === 'pushing');
});

test('[MP-33] [MP-62] live: the audience chats, asks, comes on, and is ended', async () => {
  const host = await phone('Host').openPage('pages/live/index', { room: 'demo-live', role: 'chair' });
  await host.until('the push', (view) => view?.pusher.status === 'pushing');
  const fanApp = phone('Fan');
  const fan = await fanApp.openPage('pages/live/index', { room: 'demo-live', role: 'audience' });
  await fan.until('the room', (view) => view?.status === 'joined');
  fan.call('onDraft', { detail: { value: ' hello ' } });
  fan.call('onSend');
  await host.until('the text', (_, data) => (data['chat'] as object[]).length === 1);
  expect(host.data['chat']).toMatchObject([{ name: 'Fan', text: 'hello' }]);
  (fan.call('rtc') as { askLinkMic(): void }).askLinkMic();
  await host.until('the wish', (_, data) => (data['asking'] as object[]).length === 1);
  const [{ memberId = '' } = {}] = host.data['asking'] as { memberId: string }[];
  host.call('onAccept', { currentTarget: { dataset: { memberId } } });
  await fan.until('the push', (view) => view?.pusher.status === 'pushing');
  await host.until('the guest', (_, data) => (data['guests'] as object[]).length === 1);
  host.call('onEndGuest', { currentTarget: { dataset: { memberId } } });
  await fan.until('the end', (view) => view?.pusher.isShown === false);
});

test('[MP-34] [MP-62] claw machine: a turn, a command, the next in line', async () => {
  const claw = await phone('Claw').openPage('pages/claw/index', { room: 'demo-claw', role: 'device' });
  await claw.until('the push', (view) => view?.pusher.status === 'pushing');
  const ann = await phone('Ann').openPage('pages/claw/index', { room: 'demo-claw', role: 'speaker' });
  const ben = await phone('Ben').openPage('pages/claw/index', { room: 'demo-claw', role: 'speaker' });
  await ann.until('the machine', (_, data) => data['turnText'] === 'Ask for a turn');
  ann.call('onTurn');
  await ann.until('the turn', (_, data) => ['granted', 'confirming'].includes(String(data['turn'])));
  if (ann.data['turn'] === 'confirming') ann.call('onTurn');
  await ann.until('the turn to begin', (_, data) => data['turn'] === 'granted' && data['seconds'] !== '');
  await ben.until('the room', (view) => view?.status === 'joined');
  ben.call('onTurn');
  await ben.until('a place in line', (_, data) => data['turnText'] === 'Number 1 in line');
  await claw.until('a command', (_, data) => {
    if (data['command'] === '') ann.call('onSteer', { currentTarget: { dataset: { command: 'grab' } } });
    return data['command'] === 'Last command: grab';
  });
});

test('[MP-44] [MP-62] conference: people, a floor, muting all, and being removed', async () => {
  const chair = await phone('Chair').openPage('pages/conference/index', { room: 'demo-conference', role: 'chair' });
  const annApp = phone('Ann');
  const ann = await annApp.openPage('pages/conference/index', { room: 'demo-conference' });
  await chair.until('Ann', (view) => view?.memberCount === 2);
  chair.call('onPeople');
  expect(chair.data['isPanelOpen']).toBe(true);
  chair.call('onMuteAll');
  await ann.until('the mute', (view) => view?.self.mic === 'off');
  chair.call('onFloor');
  await chair.until('the floor', (view, data) => view?.floors.length === 1 && data['hasFloor'] === true);
  chair.call('onLock');
  await chair.until('the lock', (view) => view?.isLocked);
  await chair.until('Ann in the panel', (_, data) => {
    const { members = [] } = data['view'] as { members?: { name: string; memberId: string }[] };
    return members.some(({ name }) => name === 'Ann');
  });
  const { members = [] } = chair.data['view'] as { members?: { name: string; memberId: string }[] };
  const target = members.find(({ name }) => name === 'Ann')?.memberId;
  await (chair.call('rtc') as { kick(memberId: string | undefined): Promise<unknown> }).kick(target);
  await ann.until('the dialog', () => annApp.wx.seen.includes('dialog You were removed from the room'));
  expect(annApp.wx.seen.at(-1)).toBe('back');
});
