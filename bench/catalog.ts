/** All scenarios, in the order in which they are run. */
import type { Scenario } from './scenario.ts';
import { backgroundStorm } from './scenarios/background-storm.ts';
import { connectJoin } from './scenarios/connect-join.ts';
import { fanOut, fanOutLarge } from './scenarios/fan-out.ts';
import { firstFrame } from './scenarios/first-frame.ts';
import { flvFanOut } from './scenarios/flv-fan-out.ts';
import { glassToGlass } from './scenarios/glass-to-glass.ts';
import { idleMemory } from './scenarios/idle-memory.ts';
import { jitterCurves } from './scenarios/jitter-curves.ts';
import { jitterFfmpeg } from './scenarios/jitter-ffmpeg.ts';
import { joinLatency } from './scenarios/join-latency.ts';
import { joinStorm } from './scenarios/join-storm.ts';
import { manyRooms } from './scenarios/many-rooms.ts';
import { mediaJoins } from './scenarios/media-joins.ts';
import { muteToSilence } from './scenarios/mute-to-silence.ts';
import { requestAck } from './scenarios/request-ack.ts';
import { resumeStorm } from './scenarios/resume-storm.ts';
import { roomCore } from './scenarios/room-core.ts';
import { roomMemory } from './scenarios/room-memory.ts';
import { sfuFanOut } from './scenarios/sfu-fan-out.ts';
import { soakScenario } from './scenarios/soak.ts';
import { tail } from './scenarios/tail.ts';
import { weappHeartbeats } from './scenarios/weapp-heartbeats.ts';

export const SCENARIOS: readonly Scenario[] = [
  fanOut,
  fanOutLarge,
  manyRooms,
  joinStorm,
  backgroundStorm,
  requestAck,
  tail,
  idleMemory,
  connectJoin,
  sfuFanOut,
  mediaJoins,
  joinLatency,
  resumeStorm,
  roomCore,
  roomMemory,
  flvFanOut,
  glassToGlass,
  weappHeartbeats,
  jitterCurves,
  jitterFfmpeg,
  muteToSilence,
  firstFrame,
  soakScenario,
];
