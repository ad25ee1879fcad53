/** Development only: a made-up room for the story page. */
import type { RoomReplicaState } from '../../../client/api.ts';
import {
  ChairFallback,
  FloorCause,
  FloorPolicy,
  FloorRequestStatus,
  MediaSource,
  Medium,
  type Member,
  Presence,
  Role,
  Scene,
} from '../../../wire/generated/messages.ts';

const NAMES = [
  'Ada Lovelace',
  '王小明',
  'Grace Hopper',
  'Zoë',
  'Linus',
  '李雷',
  'Margaret Hamilton with a very long name',
  'Barbara Liskov',
  'Edsger',
  '韩梅梅',
  'Radia Perlman',
  'Ken',
  'Dennis Ritchie',
  '张伟',
  'Frances Allen',
  'Tim',
  'Vint Cerf',
  'Hedy Lamarr',
  'Donald',
  'Niklaus',
];

const nameOf = (index: number): string => NAMES[index % NAMES.length] ?? 'Nobody';
const medium = (number: Medium, isOn: boolean, selfMuted = false, moderatorMuted = false) => ({
  medium: number,
  selfMuted,
  moderatorMuted,
  published: isOn,
  source: isOn ? MediaSource.WEBRTC : MediaSource.SOURCE_NONE,
  producerId: '',
  mayFlow: isOn && !selfMuted && !moderatorMuted,
});

function member(index: number, share: boolean): Member {
  return {
    memberId: `m${index}`,
    userId: `user-${index}`,
    displayName: nameOf(index),
    avatar: '',
    role: index === 0 ? Role.CHAIR : index === 7 ? Role.AUDIENCE : Role.SPEAKER,
    presence: index === 3 ? Presence.BACKGROUND : index === 5 ? Presence.SUSPECT : Presence.ONLINE,
    grants: {
      publishAudio: index !== 7,
      publishVideo: index !== 7,
      publishScreen: true,
      publishData: false,
      subscribe: true,
      chat: true,
      moderate: index === 0,
      bypassLobby: false,
      hidden: false,
    },
    media: [
      medium(Medium.AUDIO, true, index % 4 === 2, index === 4),
      medium(Medium.VIDEO, index % 3 !== 2, false),
      medium(Medium.SCREEN, share && index === 1),
      medium(Medium.DATA, false),
    ],
    handRaisedAtMs: index === 2 ? 2000 : index === 6 ? 1000 : 0,
    attributes: [],
    pushGeneration: 1,
    joinedAtMs: 1000 + index,
  };
}

/** A room of `count` members; member 0 is oneself and the chair. */
export function mockRoom(
  count: number,
  options: { share: boolean; empty: boolean; floors: boolean },
): RoomReplicaState {
  const now = Date.now();
  const say = (index: number, text: string, agoMs: number) => ({
    messageId: `c${agoMs}`,
    memberId: `m${index}`,
    displayName: nameOf(index),
    text,
    sentAtMs: now - agoMs,
  });
  return {
    roomId: 'weekly-sync',
    epoch: 'k3v9-2f7a',
    offset: 1842,
    scene: Scene.CONFERENCE,
    policy: { locked: count === 4, lobby: false, unmuteLocked: [], unmuteAllowed: [] },
    members: Array.from({ length: count }, (_, index) => member(index, options.share)),
    floors: options.floors
      ? [
          {
            floorId: 'audio',
            medium: Medium.AUDIO,
            policy: FloorPolicy.QUEUE,
            maxHolders: 1,
            chairMemberId: '',
            turnMs: 60000,
            graceMs: 1000,
            idleMs: 0,
            confirmMs: 0,
            warnMs: 0,
            chairFallback: ChairFallback.WAIT_FOR_CHAIR,
            chairAbsent: false,
            requests: [1, 0, 2].map((index, position) => ({
              requestId: `r${index}`,
              memberId: `m${index}`,
              requestedBy: '',
              floorIds: ['audio'],
              priority: 0,
              queuePosition: position,
              status: position === 0 ? FloorRequestStatus.GRANTED : FloorRequestStatus.ACCEPTED,
              requestedAtMs: 0,
              grantedAtMs: 0,
              expiresAtMs: position === 0 ? now + 42000 : 0,
              cause: FloorCause.REQUESTED,
              warned: false,
            })),
          },
        ]
      : [],
    attributes: [],
    chat: options.empty
      ? []
      : [
          say(1, '大家好！', 400_000),
          say(2, 'Morning. Notes are at https://example.org/notes/2026-11?a=1&b=2, please add yours.', 300_000),
          say(2, 'And <b>this</b> is not bold.', 290_000),
          say(0, 'Thanks! I will go first.', 100_000),
          say(0, 'Sharing in a minute', 90_000),
          say(6, 'Averyveryveryverylongwordwithoutanyspacesthatmustnotbreakthelayoutofthepanel ok', 20_000),
        ],
    lobby: count === 4 ? [{ userId: 'u-9', displayName: 'Newcomer', askedAtMs: now }] : [],
    mediaGeneration: 1,
    audienceCount: 0,
    createdAtMs: now - 725_000,
  };
}

/** A moving picture that stands in for a camera. */
export function mockVideo(index: number, width = 640, height = 360): MediaStreamTrack | undefined {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  const hue = (index * 67) % 360;
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, `hsl(${hue} 30% 42%)`);
  sky.addColorStop(1, `hsl(${(hue + 50) % 360} 35% 20%)`);
  const draw = (): void => {
    context.fillStyle = sky;
    context.fillRect(0, 0, width, height);
    context.fillStyle = `hsl(${(hue + 20) % 360} 30% 68%)`;
    context.beginPath();
    context.arc(width / 2, height * 0.42, height * 0.17, 0, 7);
    context.ellipse(width / 2, height * 1.02, height * 0.36, height * 0.38, 0, 0, 7);
    context.fill();
  };
  draw();
  setInterval(draw, 500);
  return canvas.captureStream(2).getVideoTracks()[0];
}
