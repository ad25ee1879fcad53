/**
 * One RTMP connection, whatever carries its bytes: handshake, commands, and then either a publisher or a player. Every
 * step is bounded: how long until it publishes or plays, how long it may be silent, how long messages are, how many
 * commands come in a second, how much we hold for it.
 */
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import type { LiveObserver, LiveRole } from '../live-observer.ts';
import type { LiveAdmission, LiveEnd, LivePeer, LivePlayback, LivePublication, LiveStreams } from '../live-ports.ts';
import { LivePublisher } from '../live-publisher.ts';
import type { LivePlayer } from '../players/broadcast.ts';
import type { Broadcasts } from '../players/broadcasts.ts';
import { decodeAmf0 } from './internal/amf0-reader.ts';
import { ChunkReader, isMediaMessage } from './internal/chunk-reader.ts';
import * as answer from './internal/command-answers.ts';
import { MediaReader } from './internal/media-reader.ts';
import { type AmfValue, handshakeAnswer } from './internal/nms-protocol.ts';
import { MESSAGE, type RtmpMessage, RtmpViolation, USER_CONTROL } from './internal/rtmp-message.ts';
import { rtmpFormat, STREAM_ID } from './rtmp-format.ts';
import { streamUrl } from './stream-url.ts';

export interface RtmpLimits {
  /** From the connection, or from the end of a publication, until it publishes or plays. */
  readonly setupTimeoutMs: number;
  /** A publisher that sends no whole message for so long has gone. */
  readonly silentTimeoutMs: number;
  /** Longest audio, video or aggregate message. */
  readonly maxMediaBytes: number;
  readonly maxCommandsPerSecond: number;
}

/** The bytes' way out. */
export interface RtmpTransport {
  /** False = no more, please, before `RtmpSession.drained` was called; the bytes are taken in any case. */
  write(bytes: Uint8Array): boolean;
  /** Bytes taken but not gone. */
  unsentBytes(): number;
  /** Closes; `flush` = after what was written has gone, within a bound. */
  close(flush: boolean): void;
}

export interface RtmpSessionOptions {
  readonly clock: Clock;
  readonly admission: LiveAdmission;
  readonly streams: LiveStreams;
  readonly broadcasts: Broadcasts;
  readonly limits: RtmpLimits;
  readonly observer: LiveObserver;
  readonly address: string;
  readonly transport: RtmpTransport;
  /** It is over; exactly once. */
  readonly onOver: () => void;
}

type Role =
  | { readonly type: 'none' }
  | { readonly type: 'publisher'; readonly publisher: LivePublisher; readonly media: MediaReader }
  | { readonly type: 'player'; readonly player: LivePlayer; readonly playback: LivePlayback };

const HANDSHAKE_BYTES = 1536;
const RTMP_VERSION = 3;
const MAX_CONTROL_BYTES = 64;
const MAX_COMMAND_BYTES = 16 * 1024;
const MAX_CHUNK_STREAMS = 64;
/** Answers that wait for a peer that does not read them. */
const MAX_UNSENT_ANSWERS = 64 * 1024;
/** Nobody makes us answer every few bytes. */
const MIN_ACKNOWLEDGED_BYTES = 16 * 1024;
const NONE: Role = { type: 'none' };

const text = (value: AmfValue): string => (typeof value === 'string' ? value : '');
const number = (value: AmfValue): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const member = (value: AmfValue, name: string): AmfValue =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? value[name] : undefined;

export class RtmpSession {
  readonly #options: RtmpSessionOptions;
  readonly #chunks: ChunkReader;
  /** C0 to C2, until they are complete. */
  #handshake: Buffer | undefined = Buffer.alloc(1 + 2 * HANDSHAKE_BYTES);
  #handshakeFilled = 0;
  #app: string | undefined;
  #tcUrl = '';
  #role: Role = NONE;
  #hasPublished = false;
  #isOver = false;
  #bytesIn = 0;
  #bytesAcknowledged = 0;
  #acknowledgeEvery = answer.WINDOW_BYTES / 2;
  /** Of answers that wait for the peer, at most. */
  #unread = 0;
  #commands = 0;
  #commandSecondMs = 0;
  #lastMessageMs = 0;
  #cancelTimer: CancelTimer | undefined;

  constructor(options: RtmpSessionOptions) {
    this.#options = options;
    const { maxMediaBytes } = options.limits;
    this.#chunks = new ChunkReader(
      {
        maxChunkStreams: MAX_CHUNK_STREAMS,
        maxPartialBytes: maxMediaBytes + 2 * MAX_COMMAND_BYTES,
        maxMessageBytes: (type) => this.#maxMessageBytes(type),
      },
      (message) => this.#onMessage(message),
    );
    this.#waitForSetup();
  }

  /** Bytes came; they are not kept. Never throws. */
  receive(bytes: Buffer): void {
    if (this.#isOver) return;
    this.#bytesIn += bytes.length;
    this.#options.observer.onBytes('in', 'rtmp', bytes.length);
    try {
      const rest = this.#handshake === undefined ? bytes : this.#shakeHands(bytes, this.#handshake);
      if (rest.length > 0) this.#chunks.read(rest);
      this.#acknowledge();
    } catch (error) {
      if (error instanceof RtmpViolation) this.#end('protocolError', error.message);
      else {
        this.#options.observer.onBug(error);
        this.#end('protocolError', 'bug');
      }
    }
  }

  /** The transport takes more. */
  drained(): void {
    this.#unread = 0;
    if (this.#role.type === 'player') this.#role.player.drained();
  }

  /** The peer is gone, or has to go. Idempotent. */
  end(why: LiveEnd): void {
    this.#end(why);
  }

  #maxMessageBytes(type: number): number {
    const isData = type === MESSAGE.dataAmf0 || type === MESSAGE.dataAmf3;
    if (isMediaMessage(type) || isData)
      return this.#role.type === 'publisher' ? this.#options.limits.maxMediaBytes : MAX_COMMAND_BYTES;
    return type < MESSAGE.audio ? MAX_CONTROL_BYTES : MAX_COMMAND_BYTES;
  }

  /** Gives back what came after C2. */
  #shakeHands(bytes: Buffer, handshake: Buffer): Buffer {
    const answeredAt = 1 + HANDSHAKE_BYTES;
    const taken = bytes.copy(handshake, this.#handshakeFilled);
    const before = this.#handshakeFilled;
    this.#handshakeFilled += taken;
    if (before === 0 && handshake[0] !== RTMP_VERSION) throw new RtmpViolation(`version ${handshake[0]}`);
    if (before < answeredAt && this.#handshakeFilled >= answeredAt) {
      this.#send(handshakeAnswer(handshake.subarray(0, answeredAt)));
    }
    if (this.#handshakeFilled === handshake.length) this.#handshake = undefined;
    return bytes.subarray(taken);
  }

  #acknowledge(): void {
    if (this.#isOver || this.#bytesIn - this.#bytesAcknowledged < this.#acknowledgeEvery) return;
    this.#bytesAcknowledged = this.#bytesIn;
    this.#send(answer.acknowledgement(this.#bytesIn));
  }

  #onMessage(message: RtmpMessage): void {
    if (this.#isOver) return;
    this.#lastMessageMs = this.#options.clock.now();
    const { type, body } = message;
    if (type === MESSAGE.audio || type === MESSAGE.video || type === MESSAGE.aggregate) {
      this.#onMedia(message);
      return;
    }
    this.#countCommand();
    if (type === MESSAGE.commandAmf0) this.#onCommand(body);
    else if (type === MESSAGE.commandAmf3) this.#onCommand(body.subarray(1));
    else if (type === MESSAGE.dataAmf0 || type === MESSAGE.dataAmf3) this.#onMedia(message);
    else this.#onControl(type, body);
  }

  #countCommand(): void {
    if (this.#lastMessageMs - this.#commandSecondMs >= 1000) {
      this.#commandSecondMs = this.#lastMessageMs;
      this.#commands = 0;
    }
    this.#commands += 1;
    if (this.#commands > this.#options.limits.maxCommandsPerSecond) throw new RtmpViolation('too many commands');
  }

  #onControl(type: number, body: Buffer): void {
    if (type === MESSAGE.setChunkSize && body.length >= 4) this.#chunks.setChunkSize(body.readUInt32BE(0));
    if (type === MESSAGE.windowAckSize && body.length >= 4) {
      const asked = body.readUInt32BE(0) / 2;
      this.#acknowledgeEvery = Math.min(answer.WINDOW_BYTES / 2, Math.max(MIN_ACKNOWLEDGED_BYTES, asked));
    }
    if (type === MESSAGE.abort && body.length >= 4) this.#chunks.abort(body.readUInt32BE(0));
    const isPing =
      type === MESSAGE.userControl && body.length >= 6 && body.readUInt16BE(0) === USER_CONTROL.pingRequest;
    if (isPing) this.#send(answer.pingResponse(body.readUInt32BE(2)));
  }

  #onMedia(message: RtmpMessage): void {
    if (this.#role.type !== 'publisher') {
      // What is still on its way after the end of a publication is harmless.
      if (!this.#hasPublished && isMediaMessage(message.type)) throw new RtmpViolation('media without a publication');
      return;
    }
    const codec = this.#role.media.read(message);
    if (codec === undefined) return;
    const description = `${codec} is not supported: H.264 and AAC only`;
    this.#send(answer.status(STREAM_ID, 'error', 'NetStream.Publish.Rejected', description));
    this.#end('unsupportedCodec', codec);
  }

  #onCommand(body: Buffer): void {
    const values = decodeAmf0(body);
    if (values === undefined) throw new RtmpViolation('a command that is not AMF0');
    const [name, transaction, object, argument] = values;
    const transactionId = number(transaction);
    switch (text(name)) {
      case 'connect':
        this.#onConnect(transactionId, object);
        return;
      case 'createStream':
        this.#requireConnected();
        this.#send(answer.command(0, ['_result', transactionId, null, STREAM_ID]));
        return;
      case 'releaseStream':
      case 'FCPublish':
      case 'FCSubscribe':
      case 'getStreamLength':
        this.#send(answer.command(0, ['_result', transactionId, null, name === 'getStreamLength' ? 0 : undefined]));
        return;
      case 'publish':
        this.#onPublish(text(argument));
        return;
      case 'play':
        this.#onPlay(text(argument));
        return;
      case 'pause':
        this.#onPause(argument === true);
        return;
      case 'FCUnpublish':
      case 'closeStream':
      case 'deleteStream':
        this.#stopRole('peerClosed');
        return;
      default:
      // receiveAudio, receiveVideo, seek, _checkbw and whatever else clients say: nothing we would do otherwise.
    }
  }

  #onConnect(transactionId: number, object: AmfValue): void {
    if (this.#app !== undefined) throw new RtmpViolation('connected twice');
    this.#app = text(member(object, 'app'));
    this.#tcUrl = text(member(object, 'tcUrl'));
    this.#send(answer.connectAnswer(transactionId, member(object, 'objectEncoding') === 3 ? 3 : 0));
  }

  #requireConnected(): string {
    if (this.#app === undefined) throw new RtmpViolation('a command before connect');
    return this.#app;
  }

  #onPublish(name: string): void {
    const publication = this.#admit(name, 'publisher', (url, peer) => this.#options.admission.admitPublish(url, peer));
    if (publication === undefined) return;
    const { clock, streams } = this.#options;
    const publisher = new LivePublisher({ clock, streams, publication, onReplaced: (why) => this.#end(why) });
    this.#hasPublished = true;
    this.#begin({ type: 'publisher', publisher, media: new MediaReader(publisher) });
    this.#send(answer.userControl(USER_CONTROL.streamBegin, STREAM_ID));
    this.#send(answer.status(STREAM_ID, 'status', 'NetStream.Publish.Start', 'Publishing.'));
    this.#watchSilence();
  }

  #onPlay(name: string): void {
    const playback = this.#admit(name, 'player', (url, peer) => this.#options.admission.admitPlay(url, peer));
    if (playback === undefined) return;
    this.#send(
      Buffer.concat([
        answer.userControl(USER_CONTROL.streamBegin, STREAM_ID),
        answer.status(STREAM_ID, 'status', 'NetStream.Play.Reset', 'Playing and resetting.'),
        answer.status(STREAM_ID, 'status', 'NetStream.Play.Start', 'Started playing.'),
        answer.data(STREAM_ID, ['|RtmpSampleAccess', false, false]),
      ]),
    );
    const { broadcasts, transport } = this.#options;
    const sink = { write: (bytes: Uint8Array) => !this.#isOver && transport.write(bytes) };
    const player = broadcasts.add(playback.key, rtmpFormat, sink, (why) => this.#end(why));
    this.#begin({ type: 'player', player, playback });
  }

  /** Asks who decides; a refusal ends the connection, and says nothing but that. */
  #admit<T extends LivePublication | LivePlayback>(
    name: string,
    role: LiveRole,
    ask: (url: string, peer: LivePeer) => T | { readonly refused: string },
  ): T | undefined {
    const app = this.#requireConnected();
    if (this.#role.type !== 'none') throw new RtmpViolation('a second stream on one connection');
    const { address, observer } = this.#options;
    const url = streamUrl(app, this.#tcUrl, name);
    const peer: LivePeer = { protocol: 'rtmp', address, end: (why) => this.#end(why) };
    const admitted = url === undefined ? { refused: 'not one of our URLs' } : ask(url, peer);
    if (!('refused' in admitted)) {
      if (!this.#isOver) return admitted;
      admitted.end();
      return undefined;
    }
    const code = role === 'publisher' ? 'NetStream.Publish.Denied' : 'NetStream.Play.Failed';
    this.#send(answer.status(STREAM_ID, 'error', code, 'Refused.'));
    observer.onTurnedAway('rtmp', 'refused');
    this.#end('notAllowed');
    return undefined;
  }

  #begin(role: Exclude<Role, { type: 'none' }>): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#role = role;
    this.#options.observer.onBegun(role.type, 'rtmp');
    // Admission or the stream ended it in the same breath.
    if (this.#isOver) this.#leaveRole('notAllowed');
  }

  #onPause(isPaused: boolean): void {
    if (this.#role.type !== 'player') return;
    const [code, description] = isPaused
      ? ['NetStream.Pause.Notify', 'Paused.']
      : ['NetStream.Unpause.Notify', 'Going on.'];
    this.#role.player.setPaused(isPaused);
    this.#send(answer.status(STREAM_ID, 'status', code, description));
  }

  /** The peer ended its stream, and may begin another on the same connection. */
  #stopRole(why: LiveEnd): void {
    if (this.#role.type === 'none') return;
    this.#leaveRole(why);
    this.#waitForSetup();
  }

  #leaveRole(why: LiveEnd, detail?: string): void {
    const role = this.#role;
    this.#role = NONE;
    if (role.type === 'none') return;
    if (role.type === 'publisher') role.publisher.end();
    else {
      role.player.close();
      role.playback.end();
    }
    this.#options.observer.onEnded(role.type, 'rtmp', why, detail);
  }

  #waitForSetup(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.clock.after(this.#options.limits.setupTimeoutMs, () => this.#end('timedOut'));
  }

  #watchSilence(): void {
    const { clock, limits } = this.#options;
    const leftMs = this.#lastMessageMs + limits.silentTimeoutMs - clock.now();
    if (leftMs <= 0) this.#end('timedOut');
    else if (!this.#isOver) this.#cancelTimer = clock.after(leftMs, () => this.#watchSilence());
  }

  #send(bytes: Buffer): void {
    if (this.#isOver) return;
    const { transport } = this.#options;
    // What waits for a player may be pictures, which are bounded where they are sent: its answers count alone.
    if (this.#role.type !== 'player') this.#unread = transport.unsentBytes();
    else if (transport.unsentBytes() === 0) this.#unread = 0;
    transport.write(bytes);
    if (transport.unsentBytes() > 0) this.#unread += bytes.length;
    if (this.#unread > MAX_UNSENT_ANSWERS) throw new RtmpViolation('does not read its answers');
  }

  #end(why: LiveEnd, detail?: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer?.();
    const hadRole = this.#role.type !== 'none';
    this.#leaveRole(why, detail);
    if (!hadRole) this.#options.observer.onConnectionEnded(why, detail);
    this.#options.transport.close(why === 'notAllowed' || why === 'unsupportedCodec' || why === 'sourceEnded');
    this.#options.onOver();
  }
}
