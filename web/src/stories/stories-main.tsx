/** Development only: `?n=4&panel=chat&screen=call&share=1&lang=zh&connection=reconnecting&dialog=help`. */
import { render } from 'preact';
import { Page } from '../components/page.tsx';
import { pickLocale } from '../i18n/i18n.ts';
import { NO_DEVICES } from '../session/local-devices.ts';
import type { Actions, App, Connection, Dialog, EndReason, Panel, Screen, UiState } from '../store/app-state.ts';
import { callViewBuilder } from '../store/build-call-view.ts';
import { type CallView, trackKey } from '../store/call-view.ts';
import type { InspectorView } from '../store/inspector-view.ts';
import { createKeyedStore, createStore } from '../store/store.ts';
import '../styles/page.css';
import { mockRoom, mockVideo } from './mock-room.ts';

const query = new URLSearchParams(location.search);
const count = Number(query.get('n') ?? 4);
const share = query.get('share') === '1';

function screenOf(name: string): Screen {
  if (name === 'join') return { name, busy: query.get('busy') === '1', problem: query.get('problem') };
  if (name === 'ended') return { name, reason: (query.get('reason') ?? 'kicked') as EndReason };
  return name === 'lobby' ? { name } : { name: 'call' };
}

const ui = createStore<UiState>({
  screen: screenOf(query.get('screen') ?? 'call'),
  locale: pickLocale([query.get('lang') ?? 'en']),
  name: query.get('name') ?? 'Ada Lovelace',
  room: 'weekly-sync',
  panel: (query.get('panel') ?? 'none') as Panel,
  dialog: query.has('dialog') ? ({ name: query.get('dialog'), memberId: 'm1', memberName: 'Grace' } as Dialog) : null,
  pinned: query.get('pinned'),
  page: 0,
  unread: Number(query.get('unread') ?? 0),
  toasts:
    query.get('toast') === '1'
      ? [
          { id: 1, tone: 'warning', text: 'You were muted while you were away.' },
          { id: 2, tone: 'info', text: 'Grace Hopper joined' },
        ]
      : [],
  announcement: '',
  connection: (query.get('connection') ?? 'connected') as Connection,
  joinedAtMs: Date.now() - 725_000,
  soundBlocked: query.get('sound') === '1',
  sharing: share,
  linkCopied: false,
});

const room = mockRoom(count, { share, empty: query.get('empty') === '1', floors: query.get('floors') === '1' });
const call = createStore<CallView | null>(callViewBuilder()(room, 'm0'));
const live = {
  speaking: createKeyedStore<boolean>(),
  quality: createKeyedStore<number>(),
  tracks: createKeyedStore<MediaStreamTrack>(),
};
room.members.forEach((member, index) => {
  live.speaking.set(member.memberId, index % 6 === 1 || index === 0);
  live.quality.set(member.memberId, [10, 6, 3, 9, 0][index % 5]);
  if (index % 3 !== 2) live.tracks.set(trackKey(member.memberId, 'video'), mockVideo(index));
  if (share && index === 1) live.tracks.set(trackKey(member.memberId, 'screen'), mockVideo(11, 1280, 720));
});

const inspector: InspectorView = {
  session: {
    status: 'connected',
    sessionId: 's-8f2c1b7e90aa4d',
    memberId: 'm0',
    node: 'node-1',
    encoding: 'protobuf',
    rttMs: 23.4,
    epoch: room.epoch,
    offset: room.offset,
    recoveredCount: 2,
    snapshotCount: 1,
    reconnectCount: 2,
    mediaGeneration: 1,
  },
  producers: ['l', 'm', 'h'].map((rid, index) => ({
    medium: 'video',
    rid,
    codec: 'VP8',
    bitrateBps: [120e3, 480e3, 1.42e6][index] ?? 0,
    framesPerSecond: 30,
    width: 320 * 2 ** index,
    height: 180 * 2 ** index,
    paused: false,
  })),
  consumers: room.members.slice(1, 4).map((member, index) => ({
    consumerId: `c${index}`,
    memberId: member.memberId,
    name: member.displayName,
    medium: index === 0 ? 'audio' : 'video',
    codec: index === 0 ? 'opus' : 'VP8',
    bitrateBps: index === 0 ? 32e3 : 640e3,
    framesDecoded: 12345,
    framesPerSecond: 29.7,
    width: 640,
    height: 360,
    jitterMs: 3.21,
    packetsLost: 4,
    simulcast: index > 0,
    currentLayer: 1,
    preferredLayer: -1,
    paused: index === 2,
  })),
};

const patch = (change: Partial<UiState>): void => ui.update((state) => ({ ...state, ...change }));
const handled: Partial<Actions> = {
  setPanel: (panel) => patch({ panel }),
  setDialog: (dialog) => patch({ dialog }),
  setLocale: (locale) => patch({ locale }),
  togglePin: (key) => patch({ pinned: ui.get().pinned === key ? null : key }),
  setPage: (page) => patch({ page }),
  sendChat: () => Promise.resolve(true),
  copyText: () => Promise.resolve(true),
  watchInspector: () => () => undefined,
};
const actions = new Proxy(handled, {
  get: (target, name) => Reflect.get(target, name) ?? (() => undefined),
}) as Actions;

const camera = query.get('camera') === 'on' ? (mockVideo(3) ?? null) : null;
const deviceState = createStore({
  ...NO_DEVICES,
  camera: {
    ...NO_DEVICES.camera,
    wanted: camera !== null || query.get('screen') !== 'join',
    track: camera,
    problem: query.get('denied') === '1' ? ('denied' as const) : null,
  },
  microphone: { ...NO_DEVICES.microphone, wanted: query.get('muted') !== '1' },
  cameras: [{ deviceId: 'a', label: 'FaceTime HD Camera' }],
  microphones: [{ deviceId: 'b', label: 'Built-in Microphone' }],
  canChooseSpeaker: true,
});
const nothing = (): Promise<void> => Promise.resolve();
const app: App = {
  serverNow: Date.now,
  ui,
  call,
  live,
  deviceState,
  inspector: createStore<InspectorView | null>(inspector),
  actions,
  devices: {
    setCameraWanted: nothing,
    setMicrophoneWanted: nothing,
    selectCamera: nothing,
    selectMicrophone: nothing,
    watchLevel: () => () => undefined,
  },
};
const root = document.getElementById('app');
if (root !== null) render(<Page app={app} />, root);
