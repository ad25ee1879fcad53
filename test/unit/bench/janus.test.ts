/** What the load generator tells Janus must be what the other servers are told, and its STUN what any server accepts. */
import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { parse } from 'sdp-transform';
import { describe, expect, test } from 'vitest';
import { type LocalEnd, publisherOffer, remoteTransport, viewerAnswer } from '../../../bench/load/janus-sdp.ts';
import { bindingRequest, bindingSuccess, isBindingRequest, isBindingSuccess } from '../../../bench/load/stun.ts';
import { h264, opus } from '../../support/rtp-parameters.ts';

const end: LocalEnd = {
  ice: { usernameFragment: 'ours', password: 'our-password-of-22-bytes' },
  local: { address: '127.9.9.9', port: 4321 },
  dtls: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: 'AB:CD' }] },
};

/** The codecs, as RTP parameters have them, that a description agrees on. */
function codecsIn(sdp: string): unknown {
  const [media] = parse(sdp).media;
  return media?.rtp.map(({ payload, codec, rate }) => [payload, `${media.type}/${codec}`.toLowerCase(), rate]);
}

const codecsOf = (parameters: unknown): unknown =>
  (parameters as { codecs: { payloadType: number; mimeType: string; clockRate: number }[] }).codecs.map(
    ({ payloadType, mimeType, clockRate }) => [payloadType, mimeType.toLowerCase(), clockRate],
  );

describe('session descriptions', () => {
  test.each([
    ['audio', opus('0', 7000)],
    ['video', h264('0', 7000)],
  ] as const)('the offer of %s agrees on the codecs of the other servers, and names its stream', (kind, parameters) => {
    const offer = publisherOffer(kind, 7000, end);
    const [media] = parse(offer).media;
    expect(codecsIn(offer)).toEqual(codecsOf(parameters));
    expect(media).toMatchObject({ type: kind, direction: 'sendonly', setup: 'active' });
    expect(offer).toContain('\r\na=mid:0\r\n');
    expect(media?.ssrcs?.[0]).toMatchObject({ id: 7000 });
    expect(offer).toMatch(/\r\na=candidate:1 1 udp \d+ 127\.9\.9\.9 4321 typ host\r\n/);
    expect(media?.fingerprint).toEqual({ type: 'sha-256', hash: 'AB:CD' });
  });

  test('an answer takes over what was offered, with our own address and credentials', () => {
    const theirs: LocalEnd = {
      ice: { usernameFragment: 'theirs', password: 'their-password-of-24-byt' },
      local: { address: '127.9.9.9', port: 9999 },
      dtls: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: '12:34' }] },
    };
    const offer = publisherOffer('video', 1, theirs);
    const answer = viewerAnswer(offer, end);
    const [media] = parse(answer).media;
    expect(codecsIn(answer)).toEqual(codecsIn(offer));
    expect(media?.rtcpFb).toEqual(parse(offer).media[0]?.rtcpFb);
    expect(media).toMatchObject({ direction: 'recvonly', setup: 'active', iceUfrag: 'ours', icePwd: end.ice.password });
    expect(remoteTransport(answer).iceCandidates.map(({ port }) => port)).toEqual([4321]);
    expect(media?.ssrcs).toBeUndefined();
    expect(answer).not.toContain('12:34');
  });

  test('what the other side says of itself is found, and its absence is an error', () => {
    expect(remoteTransport(publisherOffer('audio', 1, end))).toEqual({
      iceParameters: end.ice,
      iceCandidates: [{ protocol: 'udp', address: '127.9.9.9', port: 4321 }],
    });
    expect(() => remoteTransport('v=0\r\n')).toThrow('no ICE credentials');
  });
});

describe('STUN', () => {
  /** Header, attributes, MESSAGE-INTEGRITY (24 bytes), FINGERPRINT (8 bytes): RFC 8489, 14.5 and 14.7. */
  function checksHold(message: Buffer, password: string): boolean {
    const covered = Buffer.from(message.subarray(0, message.length - 32));
    covered.writeUInt16BE(message.length - 20 - 8, 2);
    const hmac = createHmac('sha1', password).update(covered).digest();
    const checksum = (crc32(message.subarray(0, message.length - 8)) ^ 0x5354554e) >>> 0;
    return message.subarray(-28, -8).equals(hmac) && message.readUInt32BE(message.length - 4) === checksum;
  }

  test('a request is answered with its transaction and the address that it came from', () => {
    const request = bindingRequest({ usernameFragment: 'them', password: 'pw' }, 'us');
    const answer = bindingSuccess(request, 'our-pw', { address: '127.9.9.9', port: 4321 });
    expect([isBindingRequest(request), isBindingSuccess(request)]).toEqual([true, false]);
    expect([isBindingRequest(answer), isBindingSuccess(answer)]).toEqual([false, true]);
    expect(answer.subarray(8, 20)).toEqual(request.subarray(8, 20));
    expect([checksHold(request, 'pw'), checksHold(answer, 'our-pw'), checksHold(answer, 'pw')]).toEqual([
      true,
      true,
      false,
    ]);
    // XOR-MAPPED-ADDRESS, IPv4 (RFC 8489, 14.2).
    expect(answer.readUInt16BE(20)).toBe(0x0020);
    expect(answer.readUInt16BE(26) ^ 0x2112).toBe(4321);
    expect((answer.readUInt32BE(28) ^ 0x2112a442) >>> 0).toBe(0x7f090909);
  });
});
