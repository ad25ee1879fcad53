/**
 * One member publishes, a hundred receive (goal P9): RTP over ICE, DTLS and SRTP (AES-GCM) through our server as it is, with
 * its room, audio levels and statistics, beside mediasoup with nothing on top and the same worker binary, and Janus' video
 * room. What counts is what a second of the worker's processor time delivers; every packet must reach everybody.
 */
import { h264, opus } from '../../test/support/rtp-parameters.ts';
import { Medium } from '../../wire/generated/messages.ts';
import { BareMediasoup } from '../load/bare-mediasoup-client.ts';
import { inParallel } from '../load/in-parallel.ts';
import { type LocalDtls, localDtls } from '../load/media-peer.ts';
import { RoomClient } from '../load/room-client.ts';
import { capabilitiesOf, openPublisher, openViewer } from '../load/room-media.ts';
import { RtpStream } from '../load/rtp-stream.ts';
import { type SfuCrowd, sfuLoop } from '../load/sfu-loop.ts';
import { installPeer } from '../peers/install.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode, startServer } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import { childrenOf, cpuTimeMs } from '../support/cpu-time.ts';
import { scaled } from '../support/effort.ts';
import { measuredBy } from '../support/measured.ts';
import { didNotRun } from '../support/others.ts';
import { pinSelf } from '../support/pinning.ts';
import { PrivateProgram } from '../support/private-network.ts';
import { type Contestant, inRounds, type Sample } from '../support/rounds.ts';
import { signToken } from '../support/tokens.ts';

const NAME = 'sfu-fan-out';
const GOAL = 'P9';
const VIEWERS = 100;
const ROOM = 'bench-sfu';
const AT_ONCE = 8;
/** Packets in flight: enough to keep the worker busy, few enough for the receivers' buffers. */
const WINDOW = 16;
const KINDS = [
  { kind: 'audio', medium: Medium.AUDIO, parameters: opus, bytes: 172 },
  { kind: 'video', medium: Medium.VIDEO, parameters: h264, bytes: 1200 },
] as const;
type Kind = (typeof KINDS)[number];

const SSRC = 7000;
/** As it comes, a thread for each client; and with one for all, as its documentation lets one choose by the cores there are. */
const JANUS = 'janus';
const JANUSES = [
  { name: JANUS, eventLoops: 0 },
  { name: 'janus, one event loop', eventLoops: 1 },
] as const;
const JANUS_NOTE =
  'janus: all its threads, SRTP with AES-GCM too, no bandwidth estimation; in a network namespace of its own, over loopback';
const JANUS_START_TIMEOUT_MS = 90_000;
/** Beyond the length of a slice, for its end to arrive. */
const JANUS_SLICE_TIMEOUT_MS = 15_000;

async function openOurs(
  server: ChildServer,
  { kind, medium, parameters }: Kind,
  count: number,
  dtls: LocalDtls,
): Promise<SfuCrowd> {
  const clients: RoomClient[] = [];
  const member = async (name: string): Promise<{ client: RoomClient; memberId: string }> => {
    const client = await RoomClient.open(server.port);
    clients.push(client);
    await client.hello(signToken(name));
    const { memberId } = await client.join(ROOM);
    return { client, memberId };
  };
  const speaker = await member('speaker');
  const publisher = await openPublisher(speaker.client, ROOM, dtls, kind, parameters('0', SSRC));
  const capabilities = await capabilitiesOf(speaker.client, ROOM);
  const viewers = await inParallel(count, AT_ONCE, async (index) => {
    const { client } = await member(`viewer-${index}`);
    return openViewer(client, ROOM, dtls, capabilities, { memberId: speaker.memberId, medium });
  });
  const close = (): void => {
    for (const peer of [publisher, ...viewers]) peer.close();
    for (const client of clients) client.close();
  };
  return { publisher, viewers, stream: new RtpStream(kind, SSRC), close };
}

async function openBare(
  server: ChildServer,
  { kind, parameters }: Kind,
  count: number,
  dtls: LocalDtls,
): Promise<SfuCrowd> {
  const bare = new BareMediasoup(server.port);
  const publisher = await bare.openPublisher(dtls, kind, parameters('0', SSRC));
  const viewers = await inParallel(count, AT_ONCE, () => bare.openViewer(dtls));
  const close = (): void => {
    for (const peer of [publisher, ...viewers]) peer.close();
  };
  return { publisher, viewers, stream: new RtpStream(kind, SSRC), close };
}

/** The media workers of a server; each of ours has one here. */
function contestant(name: string, role: Contestant['role'], server: ChildServer, crowd: SfuCrowd): Contestant {
  const workers = childrenOf(server.pid);
  const timeMs = (): number => workers.reduce((sum, pid) => sum + cpuTimeMs(pid), 0);
  return { name, role, slice: (durationMs) => measuredBy(timeMs, () => sfuLoop(crowd, WINDOW, durationMs)) };
}

/** Janus and its load in a network of their own: its ICE takes no candidates from the loopback interface. */
async function janusContestant(
  { name, eventLoops }: (typeof JANUSES)[number],
  { kind }: Kind,
  count: number,
  closing: Closing,
): Promise<Contestant> {
  await installPeer('janus');
  const args = ['bench/load/janus-program.ts', kind, ...[count, WINDOW, eventLoops].map(String)];
  const program = await PrivateProgram.start(args, JANUS_START_TIMEOUT_MS);
  closing.add(() => program.stop());
  const slice = async (durationMs: number): Promise<Sample> =>
    (await program.request({ durationMs }, durationMs + JANUS_SLICE_TIMEOUT_MS)) as Sample;
  return { name, role: 'peer', slice };
}

async function measure(one: Kind, context: ScenarioContext, closing: Closing): Promise<Result> {
  const { effort, say, withPeers } = context;
  const count = scaled(effort, VIEWERS);
  const dtls = await localDtls();
  const node = await startNode({ RTCROOM_ROOMS_MAX_MEMBERS: String(count + 1) });
  closing.add(() => node.stop());
  say(`${NAME}: ${one.kind}: ${count} viewers connect`);
  const ours = await openOurs(node, one, count, dtls);
  closing.add(() => ours.close());
  const bare = await startServer({ args: ['bench/servers/bare-mediasoup.ts'], ready: /listening on (\d+)/ });
  closing.add(() => bare.stop());
  const reference = await openBare(bare, one, count, dtls);
  closing.add(() => reference.close());
  const contestants = [
    contestant('rtcroom', 'ours', node, ours),
    contestant('bare mediasoup', 'floor', bare, reference),
  ];
  const notes: string[] = [];
  const missing: Record<string, null> = {};
  for (const janus of withPeers ? JANUSES : []) {
    try {
      contestants.push(await janusContestant(janus, one, count, closing));
    } catch (error) {
      missing[janus.name] = null;
      notes.push(didNotRun(janus.name, error));
    }
  }
  if (contestants.some(({ name }) => name === JANUS)) notes.push(JANUS_NOTE);
  const standing = await inRounds(contestants, effort, (line) => say(`${NAME}: ${one.kind}: ${line}`));
  return result({
    goal: GOAL,
    scenario: NAME,
    metric: `${one.kind} packets of ${one.bytes} bytes, 1 to ${count}, SRTP with AES-GCM`,
    unit: 'packets per worker-CPU-second',
    ours: standing.ours,
    floor: standing.floor,
    target: { is: 'at least', value: 0.98 },
    peerTargets: [{ peer: JANUS, is: 'at least', value: 2 }],
    clientCeiling: standing.clientCeiling,
    peers: { ...missing, ...standing.peers },
    notes: [...notes, ...standing.notes],
  });
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  // The load generator's DTLS is one of them.
  await installPeer('npm');
  pinSelf('load-core');
  const results: Result[] = [];
  try {
    for (const one of KINDS) results.push(await closingAtEnd((closing) => measure(one, context, closing)));
    return results;
  } finally {
    pinSelf('all-cores');
  }
}

/** Goal P9. */
export const sfuFanOut: Scenario = { name: NAME, goals: [GOAL], run };
