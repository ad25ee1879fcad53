/** Events of the media engine: to the session they concern, to the room's listeners, or into the room's state. */
import type { Init, ServerFrame } from '../../wire/generated/messages.ts';
import type { MediaActivity } from '../room-host/media-activity.ts';
import type { RoomRegistry } from '../room-host/room-registry.ts';
import { isListed } from '../room-state/visibility.ts';
import type { MediaEvent } from '../sfu/media-engine.ts';
import { assertNever } from '../shared/assert.ts';
import type { Clock } from '../shared/clock.ts';
import { formatMediaJson } from './codec/media-json.ts';
import { WIRE_MEDIUM } from './codec/to-wire.ts';
import type { RoomFanout } from './room-fanout.ts';
import type { SessionRegistry } from './session-registry.ts';

export interface MediaEventsOptions {
  readonly clock: Clock;
  readonly rooms: RoomRegistry;
  readonly sessions: SessionRegistry;
  readonly fanout: RoomFanout;
  readonly activity: MediaActivity;
  readonly onWorkerLost: (rooms: number) => void;
}

/** Makes the engine's one listener. */
export function mediaEventListener(options: MediaEventsOptions): (event: MediaEvent) => void {
  const { clock, rooms, sessions, fanout, activity } = options;
  return (event) => {
    switch (event.type) {
      case 'consumerOpened':
      case 'consumerClosed':
      case 'layersChanged':
      case 'dataConsumerOpened':
      case 'dataConsumerClosed':
        sessions.byMember(event.memberId)?.push(consumerPush(event));
        return;
      case 'producerClosed':
        if (event.medium === 'data') return;
        rooms.tell(event.roomId, {
          type: 'unpublished',
          actor: event.memberId,
          medium: event.medium,
          producerId: event.producerId,
          at: clock.now(),
        });
        return;
      case 'speakers':
        activity.onSpeakers(event.roomId, event.speakers);
        fanout.publishLossy(event.roomId, 'speakers', {
          speakersChanged: {
            roomId: event.roomId,
            speakers: event.speakers,
            dominantMemberId: event.dominantMemberId ?? '',
          },
        });
        return;
      case 'quality':
        tellQuality(options, event);
        return;
      case 'alive':
        for (const actor of event.memberIds) rooms.tell(event.roomId, { type: 'mediaSeen', actor, at: clock.now() });
        return;
      case 'transportChanged':
        // Who has a socket shows by it that it is there.
        return;
      case 'workerLost':
        options.onWorkerLost(event.rooms.length);
        for (const { roomId, memberIds } of event.rooms) {
          activity.onSpeakers(roomId, []);
          rooms.tell(roomId, { type: 'mediaLost', members: memberIds, at: clock.now() });
        }
        return;
      default:
        assertNever(event);
    }
  };
}

/** Each member knows its own; of others, only those who are listed. */
function tellQuality(
  { rooms, sessions, fanout }: MediaEventsOptions,
  event: Extract<MediaEvent, { type: 'quality' }>,
): void {
  const { roomId } = event;
  const state = rooms.get(roomId)?.state;
  if (state === undefined) return;
  const listed: (typeof event.members)[number][] = [];
  for (const quality of event.members) {
    const member = state.members.get(quality.memberId);
    if (member === undefined) continue;
    if (isListed(state.scene, member)) listed.push(quality);
    else sessions.byMember(quality.memberId)?.push({ connectionQuality: { roomId, members: [quality] } });
  }
  if (listed.length > 0) fanout.publishLossy(roomId, 'speakers', { connectionQuality: { roomId, members: listed } });
}

type ConsumerEvent = Extract<
  MediaEvent,
  { type: 'consumerOpened' | 'consumerClosed' | 'layersChanged' | 'dataConsumerOpened' | 'dataConsumerClosed' }
>;

function consumerPush(event: ConsumerEvent): Init<ServerFrame> {
  const { roomId } = event;
  switch (event.type) {
    case 'consumerOpened': {
      const { consumerId, producerId, producerMemberId, medium, rtpParameters, simulcast, producerPaused } = event;
      return {
        consumerOpened: {
          roomId,
          consumerId,
          producerId,
          memberId: producerMemberId,
          medium: WIRE_MEDIUM[medium],
          rtpParametersJson: formatMediaJson(rtpParameters),
          simulcast,
          producerPaused,
        },
      };
    }
    case 'consumerClosed':
      return { consumerClosed: { roomId, consumerId: event.consumerId } };
    case 'layersChanged': {
      const { consumerId, spatialLayer, temporalLayer } = event;
      return { layersChanged: { roomId, consumerId, spatialLayer, temporalLayer } };
    }
    case 'dataConsumerOpened': {
      const { dataConsumerId, dataProducerId, producerMemberId, topic, sctpStreamParameters } = event;
      return {
        dataConsumerOpened: {
          roomId,
          dataConsumerId,
          dataProducerId,
          memberId: producerMemberId,
          topic,
          sctpStreamParametersJson: formatMediaJson(sctpStreamParameters),
        },
      };
    }
    case 'dataConsumerClosed':
      return { dataConsumerClosed: { roomId, dataConsumerId: event.dataConsumerId } };
    default:
      return assertNever(event);
  }
}
