/** One sender, many receivers: keeps packets in flight, and checks that each of them reached everybody. */
import type { MediaPeer } from './media-peer.ts';
import type { RtpStream } from './rtp-stream.ts';

const DRAIN_TIMEOUT_MS = 5000;

export interface SfuCrowd {
  readonly publisher: MediaPeer;
  readonly stream: RtpStream;
  readonly viewers: readonly MediaPeer[];
  readonly close: () => void;
}

/** Runs for that long; resolves with the number of packets that were delivered. @throws Error when one was not */
export async function sfuLoop(
  { publisher, stream, viewers }: SfuCrowd,
  window: number,
  durationMs: number,
): Promise<number> {
  let sent = 0;
  let received = 0;
  const before = viewers.map((viewer) => viewer.received);
  const endsAt = performance.now() + durationMs;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${received} packets of ${sent} reached ${viewers.length} viewers`)),
      durationMs + DRAIN_TIMEOUT_MS,
    );
    const refill = (): void => {
      if (performance.now() < endsAt) {
        while (sent - Math.floor(received / viewers.length) < window) {
          sent += 1;
          publisher.send(stream.next());
        }
      } else if (received === sent * viewers.length) {
        clearTimeout(timer);
        resolve();
      }
    };
    for (const viewer of viewers) {
      viewer.onPacket = () => {
        received += 1;
        if (received % viewers.length === 0) refill();
      };
    }
    refill();
  });
  const uneven = viewers.filter((viewer, index) => viewer.received - (before[index] ?? 0) !== sent).length;
  if (uneven > 0) throw new Error(`${uneven} viewers did not get exactly the ${sent} packets`);
  return received;
}
