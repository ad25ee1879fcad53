import type { Grants, Medium, Role } from './room-types.ts';

const NONE: Grants = {
  publishAudio: false,
  publishVideo: false,
  publishScreen: false,
  publishData: false,
  subscribe: false,
  chat: false,
  moderate: false,
  bypassLobby: false,
  hidden: false,
};

const GRANTS_OF_ROLE: Readonly<Record<Role, Grants>> = {
  chair: {
    publishAudio: true,
    publishVideo: true,
    publishScreen: true,
    publishData: true,
    subscribe: true,
    chat: true,
    moderate: true,
    bypassLobby: true,
    hidden: false,
  },
  speaker: {
    ...NONE,
    publishAudio: true,
    publishVideo: true,
    publishScreen: true,
    publishData: true,
    subscribe: true,
    chat: true,
  },
  audience: { ...NONE, subscribe: true, chat: true },
  device: { ...NONE, publishAudio: true, publishVideo: true, publishData: true, subscribe: true },
};

/** What a role allows when token and moderators say nothing else. The same object each time; do not change it. */
export function defaultGrants(role: Role): Grants {
  return GRANTS_OF_ROLE[role];
}

const PUBLISH_GRANT = {
  audio: 'publishAudio',
  video: 'publishVideo',
  screen: 'publishScreen',
  data: 'publishData',
} as const satisfies Readonly<Record<Medium, keyof Grants>>;

/** Whether these grants allow sending that medium. Hidden members send nothing. */
export function mayPublish(grants: Grants, medium: Medium): boolean {
  return !grants.hidden && grants[PUBLISH_GRANT[medium]];
}
