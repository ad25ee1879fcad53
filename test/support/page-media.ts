/**
 * What a page really receives and sends, from the browser's own statistics. Independent of our client library: every
 * RTCPeerConnection the page makes is noted by an init script.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface Inbound {
  readonly kind: 'audio' | 'video';
  readonly ssrc: number;
  readonly trackId: string;
  readonly packets: number;
  readonly framesDecoded: number;
  readonly width: number;
  readonly audioEnergy: number;
  readonly codec: string;
}

export interface Outbound {
  readonly kind: 'audio' | 'video';
  readonly ssrc: number;
  readonly packets: number;
  readonly codec: string;
}

const NOTE_CONNECTIONS = `{
  const Native = window.RTCPeerConnection;
  window.peerConnections = [];
  window.RTCPeerConnection = class extends Native {
    constructor(...args) { super(...args); window.peerConnections.push(this); }
  };
}`;

/** A client that never stops sending: whatever asks it to pause, mute or deactivate is ignored. */
const NEVER_PAUSE = `{
  const { replaceTrack, setParameters } = RTCRtpSender.prototype;
  RTCRtpSender.prototype.replaceTrack = function (track) {
    return track === null ? Promise.resolve() : replaceTrack.call(this, track);
  };
  RTCRtpSender.prototype.setParameters = function (parameters) {
    for (const encoding of parameters.encodings) encoding.active = true;
    return setParameters.call(this, parameters);
  };
  Object.defineProperty(MediaStreamTrack.prototype, 'enabled', { get: () => true, set: () => undefined });
  const direction = Object.getOwnPropertyDescriptor(RTCRtpTransceiver.prototype, 'direction');
  Object.defineProperty(RTCRtpTransceiver.prototype, 'direction', {
    get: direction.get,
    set(value) { if (value !== 'inactive') direction.set.call(this, value); },
  });
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
    return setRemoteDescription.call(this, { type, sdp: type === 'answer' ? sdp.replaceAll('a=inactive', 'a=recvonly') : sdp });
  };
}`;

export interface MediaPageOptions extends BrowserContextOptions {
  /** The page's client ignores mutes. */
  readonly hostile?: boolean;
  /** What is done to the page before it loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Opens a page whose connections can be read. */
export async function openMediaPage(browser: Browser, url: string, options: MediaPageOptions = {}): Promise<Page> {
  const { hostile = false, prepare, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...contextOptions });
  const page = await context.newPage();
  if (hostile) await page.addInitScript(NEVER_PAUSE);
  await prepare?.(page);
  page.on('pageerror', (error) => console.error(`page error at ${url}: ${error.stack ?? error.message}`));
  await page.addInitScript(NOTE_CONNECTIONS);
  await page.goto(url);
  return page;
}

/** All streams that arrive now, of all connections that are not closed. */
export async function inbound(page: Page): Promise<Inbound[]> {
  return await page.evaluate(async () => {
    const connections = (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections;
    const found: Inbound[] = [];
    for (const connection of connections.filter((pc) => pc.connectionState !== 'closed')) {
      const report = await connection.getStats();
      for (const stats of report.values()) {
        if (stats.type !== 'inbound-rtp') continue;
        const codec: string = report.get(stats.codecId ?? '')?.mimeType ?? '';
        found.push({
          kind: stats.kind,
          ssrc: stats.ssrc,
          trackId: stats.trackIdentifier ?? '',
          packets: stats.packetsReceived ?? 0,
          framesDecoded: stats.framesDecoded ?? 0,
          width: stats.frameWidth ?? 0,
          audioEnergy: stats.totalAudioEnergy ?? 0,
          codec,
        });
      }
    }
    return found;
  });
}

/** All streams that are sent now. */
export async function outbound(page: Page): Promise<Outbound[]> {
  return await page.evaluate(async () => {
    const connections = (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections;
    const found: Outbound[] = [];
    for (const connection of connections.filter((pc) => pc.connectionState !== 'closed')) {
      const report = await connection.getStats();
      for (const stats of report.values()) {
        if (stats.type !== 'outbound-rtp') continue;
        const codec: string = report.get(stats.codecId ?? '')?.mimeType ?? '';
        found.push({ kind: stats.kind, ssrc: stats.ssrc, packets: stats.packetsSent ?? 0, codec });
      }
    }
    return found;
  });
}

/** Number of video streams whose decoded frames grew between two readings. */
export function growing(before: readonly Inbound[], after: readonly Inbound[]): number {
  const framesBySsrc = new Map(before.map((stream) => [stream.ssrc, stream.framesDecoded]));
  return after.filter(
    (stream) => stream.kind === 'video' && stream.framesDecoded > (framesBySsrc.get(stream.ssrc) ?? 0),
  ).length;
}

/** Frames that the page's camera has encoded since it began: those of the layer that was never off. */
export async function encodedFrames(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const connections = (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections;
    let frames = 0;
    for (const connection of connections.filter((pc) => pc.connectionState !== 'closed')) {
      for (const stats of (await connection.getStats()).values()) {
        if (stats.type === 'outbound-rtp' && stats.kind === 'video')
          frames = Math.max(frames, stats.framesEncoded ?? 0);
      }
    }
    return frames;
  });
}

/** Stops what the page's camera sends, or lets its lowest layer alone go on, without a word to the node. */
export async function setCameraSending(page: Page, isSending: boolean): Promise<void> {
  await page.evaluate(async (wanted) => {
    const connections = (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections;
    for (const connection of connections.filter((pc) => pc.connectionState !== 'closed')) {
      for (const sender of connection.getSenders()) {
        if (sender.track?.kind !== 'video') continue;
        const parameters = sender.getParameters();
        for (const [layer, encoding] of parameters.encodings.entries()) encoding.active = wanted && layer === 0;
        await sender.setParameters(parameters);
      }
    }
  }, isSending);
}
