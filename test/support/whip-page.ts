/** Browser pages that speak WHIP and WHEP with nothing but RTCPeerConnection and fetch, as any other client would. */
import type { Browser, Page } from 'playwright-core';
import { openMediaPage } from './page-media.ts';

export interface WhipAnswer {
  readonly status: number;
  /** Address of the session. */
  readonly location: string;
  readonly etag: string;
}

interface Setup {
  readonly url: string;
  readonly token: string;
  readonly layers: number;
  /** What the offer says of DTLS. */
  readonly dtls: 'actpass' | 'active' | 'passive';
}

type Target = Pick<Setup, 'url' | 'token'>;

/** A blank page of the node's own origin: no script of ours. */
export async function openBlankPage(browser: Browser, httpUrl: string): Promise<Page> {
  return await openMediaPage(browser, `${httpUrl}/healthz`);
}

/** Publishes a moving canvas and a tone. `layers` > 1 = simulcast. Default: one layer, actpass. */
export async function publishByWhip(
  page: Page,
  { layers = 1, dtls = 'actpass', ...target }: Target & Partial<Pick<Setup, 'layers' | 'dtls'>>,
): Promise<WhipAnswer> {
  return await page.evaluate(
    async ({ url, token, layers, dtls }: Setup): Promise<WhipAnswer> => {
      const canvas = document.createElement('canvas');
      canvas.width = 320;
      canvas.height = 240;
      document.body.append(canvas);
      const context = canvas.getContext('2d');
      let frame = 0;
      setInterval(() => {
        frame += 1;
        if (context === null) return;
        context.fillStyle = `hsl(${frame * 7} 80% 50%)`;
        context.fillRect(0, 0, 320, 240);
        context.fillStyle = 'white';
        context.fillRect((frame * 5) % 320, 100, 40, 40);
      }, 60);
      const audio = new AudioContext();
      const tone = audio.createOscillator();
      const sink = audio.createMediaStreamDestination();
      tone.connect(sink);
      tone.start();
      await audio.resume();
      const stream = new MediaStream([...canvas.captureStream(15).getTracks(), ...sink.stream.getTracks()]);
      const connection = new RTCPeerConnection();
      for (const track of stream.getTracks()) {
        const isLayered = layers > 1 && track.kind === 'video';
        const sendEncodings = Array.from({ length: layers }, (_, layer) => ({
          rid: `l${layer}`,
          scaleResolutionDownBy: 2 ** (layers - 1 - layer),
        }));
        connection.addTransceiver(track, {
          direction: 'sendonly',
          streams: [stream],
          ...(isLayered ? { sendEncodings } : {}),
        });
      }
      await connection.setLocalDescription();
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' },
        body: (connection.localDescription?.sdp ?? '').replaceAll('a=setup:actpass', `a=setup:${dtls}`),
      });
      const text = await response.text();
      if (response.status !== 201) throw new Error(`${response.status} ${text}`);
      await connection.setRemoteDescription({ type: 'answer', sdp: text });
      const header = (name: string): string => response.headers.get(name) ?? '';
      return { status: response.status, location: header('location'), etag: header('etag') };
    },
    { ...target, layers, dtls },
  );
}

/** Plays somebody, into a video element. */
export async function playByWhep(page: Page, setup: Target): Promise<WhipAnswer> {
  return await page.evaluate(async ({ url, token }: Target): Promise<WhipAnswer> => {
    const connection = new RTCPeerConnection();
    const video = document.createElement('video');
    video.autoplay = true;
    document.body.append(video);
    const stream = new MediaStream();
    video.srcObject = stream;
    connection.addEventListener('track', ({ track }) => stream.addTrack(track));
    connection.addTransceiver('audio', { direction: 'recvonly' });
    connection.addTransceiver('video', { direction: 'recvonly' });
    await connection.setLocalDescription();
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' },
      body: connection.localDescription?.sdp ?? '',
    });
    const text = await response.text();
    if (response.status !== 201) throw new Error(`${response.status} ${text}`);
    await connection.setRemoteDescription({ type: 'answer', sdp: text });
    const header = (name: string): string => response.headers.get(name) ?? '';
    return { status: response.status, location: header('location'), etag: header('etag') };
  }, setup);
}

/** Restarts the ICE of the page's only connection by PATCH; answers the status. */
export async function restartIce(page: Page, location: string, token: string): Promise<number> {
  return await page.evaluate(
    async ({ location, token }: { location: string; token: string }): Promise<number> => {
      const [connection] = (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections;
      if (connection?.remoteDescription == null) throw new Error('no connection');
      const remote = connection.remoteDescription.sdp;
      connection.restartIce();
      await connection.setLocalDescription();
      const local = connection.localDescription?.sdp ?? '';
      const line = (text: string, name: string): string => new RegExp(`a=${name}:.*`).exec(text)?.[0] ?? '';
      const response = await fetch(location, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/trickle-ice-sdpfrag',
          'if-match': '*',
        },
        body: `${line(local, 'ice-ufrag')}\r\n${line(local, 'ice-pwd')}\r\n`,
      });
      const fragment = await response.text();
      const sdp = remote
        .replaceAll(/a=ice-ufrag:.*/g, line(fragment, 'ice-ufrag').trim())
        .replaceAll(/a=ice-pwd:.*/g, line(fragment, 'ice-pwd').trim());
      await connection.setRemoteDescription({ type: 'answer', sdp });
      return response.status;
    },
    { location, token },
  );
}
