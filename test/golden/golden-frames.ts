/**
 * One frame of each important message, as version 1 of the protocol wrote it: `<name>.bin` and `<name>.json` beside
 * this file. They must decode for as long as version 1 is served. Frames are added, never changed: `write-golden.ts`
 * writes only those that do not exist.
 */
import {
  ChairFallback,
  type ClientFrame,
  FloorCause,
  FloorPolicy,
  FloorRequestStatus,
  type Init,
  LeaveReason,
  MediaSource,
  Medium,
  Presence,
  Retry,
  Role,
  Scene,
  type ServerFrame,
} from '../../wire/generated/messages.ts';

export type GoldenFrame = { readonly name: string } & (
  | { readonly type: 'ClientFrame'; readonly frame: Init<ClientFrame> }
  | { readonly type: 'ServerFrame'; readonly frame: Init<ServerFrame> }
);

const AT_MS = 1_795_248_000_123;

const client = (name: string, frame: Init<ClientFrame>): GoldenFrame => ({ name, type: 'ClientFrame', frame });
const server = (name: string, frame: Init<ServerFrame>): GoldenFrame => ({ name, type: 'ServerFrame', frame });

const audio = {
  medium: Medium.AUDIO,
  selfMuted: true,
  published: true,
  source: MediaSource.WEBRTC,
  producerId: 'p-1',
} as const;

const member = {
  memberId: 'm-1',
  userId: 'ann',
  displayName: 'Ann Žluťoučká 🐎',
  avatar: 'https://example.org/a.png',
  role: Role.CHAIR,
  presence: Presence.ONLINE,
  grants: { publishAudio: true, subscribe: true, moderate: true },
  media: [audio, { medium: Medium.SCREEN, source: MediaSource.RTMP, mayFlow: true }],
  handRaisedAtMs: AT_MS,
  attributes: [{ key: 'seat', value: '7', version: 3 }],
  joinedAtMs: AT_MS - 1000,
} as const;

const floor = {
  floorId: 'audio',
  medium: Medium.AUDIO,
  policy: FloorPolicy.CHAIRED,
  maxHolders: 1,
  chairMemberId: 'm-1',
  turnMs: 30_000,
  requests: [
    {
      requestId: 'f-1',
      memberId: 'm-2',
      requestedBy: 'm-1',
      floorIds: ['audio', 'video'],
      status: FloorRequestStatus.GRANTED,
      priority: 2,
      requestedAtMs: AT_MS - 500,
      grantedAtMs: AT_MS,
      expiresAtMs: AT_MS + 30_000,
      cause: FloorCause.BY_CHAIR,
    },
  ],
} as const;

const snapshot = {
  roomId: 'class-7',
  scene: Scene.CONFERENCE,
  epoch: 'e-1',
  offset: 41,
  policy: { locked: true, unmuteLocked: [Medium.AUDIO, Medium.VIDEO], unmuteAllowed: ['m-1'] },
  members: [member],
  floors: [floor],
  attributes: [{ key: 'topic', value: 'algebra', version: 1 }],
  chat: [{ messageId: 'c-1', memberId: 'm-1', displayName: 'Ann', text: 'hi', sentAtMs: AT_MS }],
  createdAtMs: AT_MS - 60_000,
} as const;

const change = (offset: number, body: object): object => ({ offset, actor: 'm-1', causeId: 12, change: body });

const delta = {
  roomId: 'class-7',
  epoch: 'e-1',
  prevOffset: 41,
  offset: 49,
  atMs: AT_MS,
  events: [
    change(42, { memberJoined: { member } }),
    change(43, { mediumChanged: { memberId: 'm-1', state: audio } }),
    change(44, { floorChanged: { floor } }),
    change(45, { policyChanged: { policy: { lobby: true } } }),
    change(46, {
      dataSent: { memberId: 'm-1', topic: 'joystick', payload: Uint8Array.from([0, 255, 128]), to: ['m-2'] },
    }),
    change(47, { mediaReset: { mediaGeneration: 2, memberIds: ['m-1', 'm-2'] } }),
    change(48, { presenceChanged: { memberId: 'm-1', presence: Presence.BACKGROUND } }),
    change(49, { memberLeft: { memberId: 'm-1', reason: LeaveReason.BACKGROUND_TIMED_OUT } }),
  ],
  stateHash: 0xdeadbeef,
} as const;

export const GOLDEN_FRAMES: readonly GoldenFrame[] = [
  client('hello', {
    id: 1,
    hello: { token: 'a.b.c', protocol: 1, client: 'web/0.1.0', features: ['x'], resumeToken: 'r-1' },
  }),
  client('ping', { id: 2, ping: { sentAtMs: AT_MS + 0.5 } }),
  client('join-room', {
    id: 3,
    joinRoom: {
      room: { type: 'class', params: { id: '7' } },
      profile: { displayName: 'Ann', attributes: [{ key: 'seat', value: '7' }] },
      since: { epoch: 'e-1', offset: 40 },
      subscribe: ['members', 'floors'],
      scene: Scene.CALL,
      belief: { media: [audio], heldFloors: ['audio'], mediaGeneration: 1 },
    },
  }),
  client('set-moderator-mute', {
    id: 4294967295,
    setModeratorMute: { roomId: 'class-7', memberId: 'm-2', medium: Medium.VIDEO, muted: true },
  }),
  client('mute-all', { id: 5, muteAll: { roomId: 'class-7', media: [Medium.AUDIO], except: ['m-1'] } }),
  client('set-floor-chair', { id: 9, setFloorChair: { roomId: 'class-7', floorId: 'audio', memberId: 'm-2' } }),
  client('request-floor', { id: 6, requestFloor: { roomId: 'class-7', floorIds: ['audio', 'video'], ttlMs: 5000 } }),
  client('send-data', {
    id: 7,
    sendData: { roomId: 'class-7', topic: 't', payload: Uint8Array.from([251, 255]), lossy: true },
  }),
  client('set-subscriptions', {
    id: 8,
    setSubscriptions: {
      roomId: 'class-7',
      rtpCapabilitiesJson: '{"codecs":[]}',
      transportId: 't-1',
      autoAudio: true,
      wanted: [{ memberId: 'm-2', medium: Medium.VIDEO, spatialLayer: -1, temporalLayer: 2 }],
    },
  }),
  client('get-push-url', { id: 10, getPushUrl: { roomId: 'class-7' } }),
  client('get-play-urls', { id: 11, getPlayUrls: { roomId: 'class-7', memberId: 'm-2' } }),
  server('welcome', {
    replyTo: 1,
    welcome: {
      sessionId: 's-1',
      resumeToken: 'r-2',
      resumed: true,
      pingIntervalMs: 3000,
      limits: { maxFrameBytes: 65_536, maxRoomsPerSession: 10, maxFramesPerSecond: 50 },
      serverTimeMs: AT_MS,
      node: 'node-1',
      protocol: 1,
      userId: 'ann',
      userName: 'Ann',
    },
  }),
  server('error', {
    replyTo: 6,
    error: { code: 1404, name: 'floorQueueFull', message: 'No.', retry: Retry.SAME_SOCKET, retryAfterMs: 1000 },
  }),
  server('joined-with-snapshot', {
    replyTo: 3,
    joined: { roomId: 'class-7', memberId: 'm-1', position: { epoch: 'e-1', offset: 41 }, snapshot },
  }),
  server('joined-with-deltas', {
    replyTo: 3,
    joined: { roomId: 'class-7', memberId: 'm-1', resumed: true, recovered: true, deltas: [delta] },
  }),
  server('joined-unlisted', {
    replyTo: 3,
    joined: { roomId: 'class-7', memberId: 'm-1', position: { epoch: 'e-1', offset: 41 }, snapshot, self: member },
  }),
  server('self-changed', { selfChanged: { roomId: 'class-7', self: member } }),
  server('room-delta', { roomDelta: delta }),
  server('floor-delta', {
    roomDelta: {
      roomId: 'class-7',
      epoch: 'e-1',
      prevOffset: 41,
      offset: 43,
      atMs: AT_MS,
      events: [
        {
          offset: 42,
          change: {
            floorRequestEnded: {
              request: {
                requestId: 'q-1',
                memberId: 'm-1',
                floorIds: ['audio'],
                status: FloorRequestStatus.REVOKED,
                cause: FloorCause.MEMBER_AWAY,
              },
            },
          },
        },
        {
          offset: 43,
          change: {
            floorChanged: {
              floor: {
                ...floor,
                warnMs: 5000,
                chairFallback: ChairFallback.OPEN_WITHOUT_CHAIR,
                chairAbsent: true,
              },
            },
          },
        },
      ],
    },
  }),
  server('push-url', {
    replyTo: 10,
    pushUrl: {
      url: 'rtmp://live.example.org/live/class--7-mm--1-g3?purpose=push&expires=1795251600&sign=ab',
      expiresAtMs: AT_MS,
      generation: 3,
    },
  }),
  server('play-urls', {
    replyTo: 11,
    playUrls: {
      rtmp: 'rtmp://live.example.org/live/class--7-mm--2-g1?sign=ab',
      flv: 'https://live.example.org/live/class--7-mm--2-g1.flv?sign=ab',
      wsFlv: 'wss://live.example.org/live/class--7-mm--2-g1.flv?sign=ab',
      expiresAtMs: AT_MS,
      generation: 1,
    },
  }),
  server('push-delta', {
    roomDelta: {
      roomId: 'class-7',
      epoch: 'e-1',
      prevOffset: 41,
      offset: 43,
      atMs: AT_MS,
      events: [
        change(42, { memberJoined: { member: { ...member, pushGeneration: 1 } } }),
        change(43, { pushGenerationRaised: { memberId: 'm-1', pushGeneration: 2 } }),
      ],
    },
  }),
  server('room-ended', { roomEnded: { roomId: 'class-7', reason: LeaveReason.KICKED } }),
  server('consumer-opened', {
    consumerOpened: { roomId: 'class-7', consumerId: 'c-1', producerId: 'p-1', medium: Medium.VIDEO, simulcast: true },
  }),
];
