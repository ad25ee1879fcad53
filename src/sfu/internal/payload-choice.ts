/** Which of the codecs that a receiver offered by SDP it is sent. Pure. */
import type { types } from 'mediasoup';
import { AppError } from '../../shared/app-error.ts';
import type { ChosenPayloads, OfferedCodec, PayloadOffer } from '../media-engine.ts';

interface Sent {
  readonly rtpParameters: Pick<types.RtpParameters, 'codecs'>;
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * The receiver's favourite of each kind, but for video the codec that the member sends already, camera before screen.
 * @throws AppError cannotConsume when the member sends video and that codec was not offered
 */
export function choosePayloads({ of, audio, video }: PayloadOffer, sources: ReadonlyMap<string, Sent>): ChosenPayloads {
  const sent = (sources.get(`${of}/video`) ?? sources.get(`${of}/screen`))?.rtpParameters.codecs[0];
  return { audio: audio[0] ?? null, video: video.length === 0 ? null : chooseVideo(video, sent?.mimeType) };
}

function chooseVideo(offered: readonly OfferedCodec[], sent: string | undefined): OfferedCodec | null {
  if (sent === undefined) return offered[0] ?? null;
  const same = offered.find(({ mimeType }) => isSame(mimeType, sent));
  if (same === undefined) throw new AppError('cannotConsume', `the member sends ${sent}`);
  return same;
}
