/**
 * `<rtc-room>`: a call in one element. Properties say which room, events what happens, methods (through
 * `selectComponent`) do what users want. See README.md.
 */
import type { ClientRoom } from '../../../client/client-room.ts';
import { FloorDecision, Medium, Role } from '../../../wire/generated/messages.ts';
import { enumName } from '../model/names.ts';
import { type Host, RtcRoomController } from './rtc-room-controller.ts';
import { textsFor } from './texts.ts';

/** What wx calls with a component as `this`. */
interface Instance extends Host {
  controller?: RtcRoomController;
}
const controllerOf = (instance: unknown): RtcRoomController => {
  const host = instance as Instance;
  host.controller ??= new RtcRoomController(host);
  return host.controller;
};
const roomOf = (instance: unknown): ClientRoom => {
  const { room } = controllerOf(instance);
  if (room === undefined) throw new Error('not in a room');
  return room;
};

/** Events of wx components, as far as they are read. */
interface WxEvent {
  readonly detail: {
    readonly code?: number;
    readonly errCode?: number;
    readonly message?: string;
    readonly info?: unknown;
  };
  readonly currentTarget: { readonly dataset: Readonly<Record<string, string | undefined>> };
}

const MEDIUM_BY_NAME = { audio: Medium.AUDIO, video: Medium.VIDEO, screen: Medium.SCREEN, data: Medium.DATA } as const;
type MediumName = keyof typeof MEDIUM_BY_NAME;
const ROLE_BY_NAME = {
  chair: Role.CHAIR,
  speaker: Role.SPEAKER,
  audience: Role.AUDIENCE,
  device: Role.DEVICE,
} as const;
type RoleName = keyof typeof ROLE_BY_NAME;

/** Commands of the room that pages call under the same name, with the same arguments (client/room-commands.ts). */
const ROOM_COMMANDS = [
  'requestFloor',
  'cancelFloorRequest',
  'releaseFloor',
  'confirmFloor',
  'raiseHand',
  'lowerHand',
  'lowerAllHands',
  'sendChat',
  'kick',
  'ban',
  'unban',
  'admit',
  'deny',
  'lockRoom',
  'transferChair',
  'closeRoom',
  'configureFloor',
  'removeFloor',
  'setRoomAttributes',
  'setMemberAttributes',
  'setGrants',
] as const satisfies readonly (keyof ClientRoom)[];

type RoomCommand = (this: unknown, ...args: unknown[]) => Promise<unknown>;
const roomCommands: Readonly<Record<string, RoomCommand>> = Object.fromEntries(
  ROOM_COMMANDS.map((name): [string, RoomCommand] => [
    name,
    function (...args) {
      const room = roomOf(this);
      return (room[name] as (...all: unknown[]) => Promise<unknown>).apply(room, args);
    },
  ]),
);

Component({
  options: { multipleSlots: true, addGlobalClass: true },
  externalClasses: ['rtc-class', 'tile-class', 'bar-class', 'name-class'],

  properties: {
    /** https://… ; '' = what `configure` of rtc-app.js said. */
    serverUrl: { type: String, value: '' },
    /** '' = the login of rtc-app.js. */
    token: { type: String, value: '' },
    /** Room id; or `roomType` with `roomParams`, which make one. */
    room: { type: String, value: '' },
    roomType: { type: String, value: '' },
    roomParams: { type: Object, value: {} },
    /** call | conference | live | remote; of a room that does not exist yet, and of the layout. */
    scene: { type: String, value: 'call' },
    userName: { type: String, value: '' },
    avatar: { type: String, value: '' },
    /** Whether camera and microphone are on when the call begins. */
    camera: { type: Boolean, value: true },
    mic: { type: Boolean, value: true },
    /** auto = what scene and role do; on; off. */
    publish: { type: String, value: 'auto' },
    /** 0 to 9. */
    maxPlayers: { type: Number, value: 9 },
    backgroundAudio: { type: Boolean, value: false },
    autoJoin: { type: Boolean, value: true },
    autoRejoin: { type: Boolean, value: true },
    linkMicSeconds: { type: Number, value: 30 },
    topics: { type: Array, value: [] },
    language: { type: String, value: 'zh_CN' },
    showBar: { type: Boolean, value: true },
    showNames: { type: Boolean, value: true },
    /** A tap on a tile opens what may be done with that member. */
    memberMenu: { type: Boolean, value: true },
    devicePosition: { type: String, value: 'front' },
    beauty: { type: Number, value: 0 },
    whiteness: { type: Number, value: 0 },
    waitingImage: { type: String, value: '' },
    objectFit: { type: String, value: 'fillCrop' },
    debug: { type: Boolean, value: false },
  },

  data: {
    texts: textsFor('zh_CN'),
    status: 'idle',
    connection: 'idle',
    away: false,
    interrupted: false,
    layout: 'grid',
    mainId: '',
    tileCount: 0,
    pusher: { isShown: false },
    players: [],
    self: { mic: 'none', camera: 'none', linkMic: 'off' },
    members: [],
    memberCount: 0,
    audienceCount: 0,
    floors: [],
    isLocked: false,
  },

  observers: {
    'serverUrl, token, room, roomType, roomParams, scene, maxPlayers, backgroundAudio'() {
      controllerOf(this).propertiesChanged();
    },
    language(language: string) {
      this.setData({ texts: textsFor(language) });
    },
  },

  lifetimes: {
    attached() {
      controllerOf(this).attached();
    },
    detached() {
      controllerOf(this).detached();
    },
  },
  pageLifetimes: {
    show() {
      controllerOf(this).setPageHidden(false);
    },
    hide() {
      controllerOf(this).setPageHidden(true);
    },
  },

  methods: {
    ...roomCommands,
    // --- For pages ---
    join() {
      controllerOf(this).join();
    },
    leave() {
      controllerOf(this).leave();
    },
    /** The room of the client library; undefined = not in one. */
    getRoom() {
      return controllerOf(this).room;
    },
    setMic(isOn: boolean) {
      controllerOf(this).setMuted(Medium.AUDIO, !isOn);
    },
    setCamera(isOn: boolean) {
      controllerOf(this).setMuted(Medium.VIDEO, !isOn);
    },
    switchCamera() {
      controllerOf(this).switchCamera();
    },
    /** true, false, or undefined = what the scene does by itself. */
    setPublishing(wish?: boolean) {
      controllerOf(this).setPublishing(wish);
    },
    /** Begins pusher and players anew, and ends an interruption. */
    retry() {
      controllerOf(this).retry();
    },
    pin(memberId: string) {
      controllerOf(this).pin(memberId);
    },
    askLinkMic() {
      controllerOf(this).askLinkMic();
    },
    leaveLinkMic() {
      controllerOf(this).leaveLinkMic();
    },
    /** A moderator's answers to a hand in a live room. */
    acceptLinkMic(memberId: string) {
      return roomOf(this).setRole(memberId, Role.SPEAKER);
    },
    rejectLinkMic(memberId: string) {
      return roomOf(this).lowerHand(memberId);
    },
    endLinkMic(memberId: string) {
      return roomOf(this).setRole(memberId, Role.AUDIENCE);
    },
    grantFloor(requestId: string) {
      return roomOf(this).decideFloor(requestId, FloorDecision.GRANT);
    },
    denyFloor(requestId: string) {
      return roomOf(this).decideFloor(requestId, FloorDecision.DENY);
    },
    revokeFloor(requestId: string) {
      return roomOf(this).decideFloor(requestId, FloorDecision.REVOKE);
    },
    /** Asks, takes back, confirms or gives up, whichever is next for this user. */
    nextFloorStep(floorId: string) {
      return controllerOf(this).nextFloorStep(floorId);
    },
    muteMember(memberId: string, medium: MediumName, muted: boolean) {
      return roomOf(this).setModeratorMute(memberId, MEDIUM_BY_NAME[medium], muted);
    },
    muteAll(media: MediumName[], allowUnmute: boolean) {
      return roomOf(this).muteAll({ media: media.map((name) => MEDIUM_BY_NAME[name]), allowUnmute });
    },
    inviteToUnmute(memberId: string, medium: MediumName) {
      return roomOf(this).inviteToUnmute(memberId, MEDIUM_BY_NAME[medium]);
    },
    setRole(memberId: string, role: RoleName) {
      return roomOf(this).setRole(memberId, ROLE_BY_NAME[role]);
    },
    sendData(topic: string, text: string, lossy = false) {
      return controllerOf(this).sendData(topic, text, lossy);
    },
    /** For whoever holds the floor of `control`. */
    sendControl(text: string) {
      return controllerOf(this).sendData('control', text, false);
    },

    // --- From the template ---
    onPusherState({ detail }: WxEvent) {
      controllerOf(this).pusherCode(detail.code ?? 0, detail.message ?? '');
    },
    onPusherError({ detail }: WxEvent) {
      controllerOf(this).pusherCode(detail.errCode ?? detail.code ?? 0, detail.message ?? '');
    },
    onPusherNet({ detail }: WxEvent) {
      this.triggerEvent('netstatus', { memberId: '', info: detail.info });
    },
    onPlayerState({ detail, currentTarget }: WxEvent) {
      const { memberId = '' } = currentTarget.dataset;
      controllerOf(this).playerCode(memberId, detail.code ?? 0, detail.message ?? '');
    },
    onPlayerNet({ detail, currentTarget }: WxEvent) {
      this.triggerEvent('netstatus', { memberId: currentTarget.dataset['memberId'] ?? '', info: detail.info });
    },
    onTileTap({ currentTarget }: WxEvent) {
      const { memberId = '' } = currentTarget.dataset;
      this.triggerEvent('membertap', { memberId });
      if (memberId !== '') controllerOf(this).showMemberMenu(memberId);
    },
    onFloorTap({ currentTarget }: WxEvent) {
      const controller = controllerOf(this);
      controller.run(() => controller.nextFloorStep(currentTarget.dataset['floorId'] ?? ''));
    },
    onRetryTap() {
      controllerOf(this).retry();
    },
    onAction({ currentTarget }: WxEvent) {
      const controller = controllerOf(this);
      switch (currentTarget.dataset['action']) {
        case 'mic':
          controller.setMuted(Medium.AUDIO, !controller.isMuted(Medium.AUDIO));
          return;
        case 'camera':
          controller.setMuted(Medium.VIDEO, !controller.isMuted(Medium.VIDEO));
          return;
        case 'flip':
          controller.switchCamera();
          return;
        case 'hand': {
          const { room } = controller;
          controller.run(() => room?.raiseHand((room.self?.handRaisedAtMs ?? 0) === 0));
          return;
        }
        case 'link':
          if (controller.state?.linkMic === 'off') controller.askLinkMic();
          else controller.leaveLinkMic();
          return;
        case 'people':
          this.triggerEvent('peopletap', { role: enumName(Role, controller.room?.self?.role ?? 0) });
          return;
        case 'leave':
          this.triggerEvent('leavetap', {});
          controller.leave();
          return;
      }
    },
  },
});
