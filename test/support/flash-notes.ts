/**
 * Runs in a page: notes when a flash is shown and when a beep is played of one member, who pushes a clip of flashes and
 * beeps; and what the browser itself says of when sound and picture are played.
 *
 * Flash: the instant that the browser gives for a frame's display. Beep: the instant when the block of 10 ms with the
 * first loud sample leaves WebRTC for the sound output; what the output adds is the same in every call and not ours.
 */
import type { Page } from 'playwright-core';

export interface FlashNotes {
  /** By `performance.now()` of the page, in ms. */
  readonly flashes: readonly number[];
  readonly beeps: readonly number[];
  /** Picture minus sound, of what the browser estimates to be playing now by the sender's clock, in ms. */
  readonly skews: readonly number[];
}

interface NotedPage {
  flashNotes: { flashes: number[]; beeps: number[]; skews: number[] };
  readonly peerConnections: readonly RTCPeerConnection[];
}

interface Blocks {
  read(): Promise<{ readonly value?: AudioBlock; readonly done: boolean }>;
}

interface AudioBlock {
  readonly numberOfFrames: number;
  readonly sampleRate: number;
  copyTo(target: Float32Array, options: { planeIndex: number; format: 'f32-planar' }): void;
  close(): void;
}

/** Begins to note. The page receives that member only. */
export async function noteFlashes(page: Page): Promise<void> {
  await page.evaluate(() => {
    const globals = globalThis as unknown as NotedPage;
    const notes: NotedPage['flashNotes'] = { flashes: [], beeps: [], skews: [] };
    globals.flashNotes = notes;
    const QUIET_MS = 300;
    /** Notes an instant at which it goes on after having been off. */
    const onsets = (into: number[]): ((at: number, isOn: boolean) => void) => {
      let lastOn = Number.NEGATIVE_INFINITY;
      return (at, isOn) => {
        if (isOn && at - lastOn > QUIET_MS) into.push(at);
        if (isOn) lastOn = at;
      };
    };

    const receivers = globals.peerConnections.flatMap((connection) => connection.getReceivers());
    const trackOf = (kind: string): MediaStreamTrack => {
      const track = receivers.find((receiver) => receiver.track.kind === kind && !receiver.track.muted)?.track;
      if (track === undefined) throw new Error(`no ${kind}`);
      return track;
    };

    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = new MediaStream([trackOf('video')]);
    video.style.cssText = 'position:fixed;left:0;top:0;width:64px;height:48px;z-index:9999';
    document.body.append(video);
    void video.play();
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const noteFlash = onsets(notes.flashes);
    const onFrame = (_: number, { expectedDisplayTime }: VideoFrameCallbackMetadata): void => {
      context?.drawImage(video, 0, 0, 1, 1);
      const brightness = context?.getImageData(0, 0, 1, 1).data[0] ?? 0;
      noteFlash(expectedDisplayTime, brightness > 128);
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);

    const Processor = (globalThis as unknown as { MediaStreamTrackProcessor: new (o: object) => { readable: unknown } })
      .MediaStreamTrackProcessor;
    const { readable } = new Processor({ track: trackOf('audio') });
    const blocks = (readable as { getReader(): Blocks }).getReader();
    const noteBeep = onsets(notes.beeps);
    const listen = async (): Promise<void> => {
      for (;;) {
        const { value: block, done } = await blocks.read();
        if (done || block === undefined) return;
        const at = performance.now();
        const samples = new Float32Array(block.numberOfFrames);
        block.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
        const first = samples.findIndex((sample) => Math.abs(sample) > 0.05);
        noteBeep(at + (Math.max(0, first) * 1000) / block.sampleRate, first !== -1);
        block.close();
      }
    };
    void listen();

    const sample = async (): Promise<void> => {
      const playing: Record<string, number> = {};
      for (const connection of globals.peerConnections) {
        for (const stats of (await connection.getStats()).values()) {
          if (stats.type === 'inbound-rtp' && stats.estimatedPlayoutTimestamp !== undefined) {
            playing[stats.kind as string] = stats.estimatedPlayoutTimestamp as number;
          }
        }
      }
      const { audio, video: picture } = playing;
      if (audio !== undefined && picture !== undefined) notes.skews.push(picture - audio);
    };
    setInterval(() => void sample(), 200);
  });
}

/** What was noted so far. */
export async function flashNotes(page: Page): Promise<FlashNotes> {
  return await page.evaluate(() => (globalThis as unknown as NotedPage).flashNotes);
}
