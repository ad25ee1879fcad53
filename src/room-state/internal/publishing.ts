/** What the media plane reports: streams that began, ended, or were lost with their worker. */
import { mayPublish } from '../role-grants.ts';
import {
  type Decision,
  MEDIA,
  type Medium,
  type MediumState,
  type Member,
  type RoomEvent,
  type RoomState,
} from '../room-types.ts';
import { accept, type CommandOf, reject } from './decisions.ts';
import { mediaEvents, mediumEvents, withMedia } from './media-changes.ts';

const UNPUBLISHED = { published: false, source: 'none', producerId: '' } as const;

export const isPublishing = ({ media }: Member): boolean => MEDIA.some((medium) => media[medium].published);

/** RTMP carries one sound and one picture. */
const isPushable = (medium: Medium): boolean => medium === 'audio' || medium === 'video';

export function decidePublished(state: RoomState, actor: Member, command: CommandOf<'published'>): Decision {
  const { medium, source } = command;
  if (!mayPublish(actor.grants, medium)) return reject('notAllowed', medium);
  if (source === 'rtmp' && !isPushable(medium)) return reject('invalidArgument', medium);
  if (actor.media[medium].published) return reject('alreadyPublished', medium);
  const isFull = state.bookkeeping.publisherCount >= state.config.maxPublishers;
  if (isFull && !isPublishing(actor)) return reject('publishersFull');
  const producerId = source === 'webrtc' ? command.producerId : '';
  return accept(...mediumEvents(state, actor, medium, { published: true, source, producerId }));
}

/**
 * Before a push URL is issued. A generation that was pushed to is raised, so that the stream's name is one that nobody
 * uses; one that was not is kept, or asking twice would void the URL that was just given.
 */
export function decidePreparePush(_state: RoomState, actor: Member, { force }: CommandOf<'preparePush'>): Decision {
  if (!mayPush(actor)) return reject('notAllowed', 'publish');
  return actor.wasPushed || force ? accept(pushGenerationRaised(actor, 'asked')) : accept();
}

/** Whether the member may send anything that RTMP carries. */
export const mayPush = ({ grants }: Pick<Member, 'grants'>): boolean =>
  mayPublish(grants, 'audio') || mayPublish(grants, 'video');

/** Grows by one for each URL that was used, or each right withdrawn: far below what a stream's name can hold. */
export function pushGenerationRaised({ memberId, pushGeneration }: Member, cause: 'asked' | 'revoked'): RoomEvent {
  return { type: 'pushGenerationRaised', memberId, pushGeneration: pushGeneration + 1, cause };
}

/** A late report about a producer that another has replaced changes nothing. */
export function decideUnpublished(state: RoomState, actor: Member, command: CommandOf<'unpublished'>): Decision {
  const { medium, producerId } = command;
  const current = actor.media[medium];
  if (!current.published || current.producerId !== producerId) return accept();
  return accept(...mediumEvents(state, actor, medium, UNPUBLISHED));
}

/** The room's worker is gone, whoever published: all must negotiate again, so the generation grows in any case. */
export function decideMediaLost(state: RoomState, command: CommandOf<'mediaLost'>): Decision {
  const members = [...new Set(command.members)].flatMap((memberId) => state.members.get(memberId) ?? []);
  const events: RoomEvent[] = members.flatMap((member) => mediaEvents(state, member, withMedia(member, withoutWebRtc)));
  return accept(
    {
      type: 'mediaReset',
      mediaGeneration: state.mediaGeneration + 1,
      memberIds: members.map(({ memberId }) => memberId),
    },
    ...events,
  );
}

const withoutWebRtc = (medium: MediumState): MediumState =>
  medium.source === 'webrtc' ? { ...medium, ...UNPUBLISHED } : medium;
