import { describe, expect, test } from 'vitest';
import { routerCapabilities } from '../../../src/sfu/internal/codecs.ts';
import { parseDtlsParameters, parseRtpParameters } from '../../../src/sfu/internal/media-parameters.ts';
import type { Json } from '../../../src/sfu/media-engine.ts';
import type { AppError } from '../../../src/shared/app-error.ts';
import { clientDtlsParameters, writeAnswer } from '../../../src/whip/sdp/answer.ts';
import { isConstrainedBaseline, roomCapabilities } from '../../../src/whip/sdp/codecs.ts';
import { planIngest } from '../../../src/whip/sdp/ingest.ts';
import { readOffer } from '../../../src/whip/sdp/offer.ts';
import { attributesOf, INGEST_CLIENTS, offerOf } from '../../support/sdp-offers.ts';

const capabilities = roomCapabilities(routerCapabilities());
const TRANSPORT = {
  iceParameters: { usernameFragment: 'serverufrag', password: 'serverpassword', iceLite: true },
  iceCandidates: [
    {
      foundation: 'udpcandidate',
      priority: 7,
      ip: '192.0.2.7',
      address: '192.0.2.7',
      port: 40000,
      protocol: 'udp',
      type: 'host',
    },
    {
      foundation: 'tcpcandidate',
      priority: 5,
      ip: '192.0.2.7',
      address: '192.0.2.7',
      port: 40000,
      protocol: 'tcp',
      type: 'host',
      tcpType: 'passive',
    },
  ],
  dtlsParameters: {
    fingerprints: [
      { algorithm: 'sha-1', value: 'AA' },
      { algorithm: 'sha-256', value: 'BB:CC' },
    ],
  },
};

interface Parameters {
  readonly mid: string;
  readonly codecs: readonly {
    readonly mimeType: string;
    readonly payloadType: number;
    readonly rtcpFeedback: readonly Json[];
  }[];
  readonly headerExtensions: readonly { readonly id: number; readonly uri: string }[];
  readonly encodings: readonly Json[];
}

const plan = (sdp: string) => planIngest(readOffer(sdp), capabilities);
const parametersOf = (sdp: string): readonly Parameters[] =>
  plan(sdp).map(({ rtpParameters }) => rtpParameters as unknown as Parameters);
const answerTo = (sdp: string): string => {
  const offer = readOffer(sdp);
  const sections = planIngest(offer, capabilities).map(({ answer }) => answer);
  return writeAnswer(offer, sections, TRANSPORT, '1');
};

function errorOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as AppError).errorName;
  }
}

describe('[WH-40] offers of real clients', () => {
  test.for(INGEST_CLIENTS)('%s: the media engine takes what its offer becomes', (client) => {
    const sdp = offerOf(client);
    for (const { medium, rtpParameters } of plan(sdp)) {
      const parsed = parseRtpParameters(rtpParameters, medium);
      expect(parsed.codecs[0]?.mimeType.toLowerCase()).toBe(medium === 'audio' ? 'audio/opus' : 'video/h264');
    }
    expect(parseDtlsParameters(clientDtlsParameters(readOffer(sdp))).fingerprints).toHaveLength(1);
  });

  test('codecs, extensions and streams keep the numbers of the client', () => {
    const [video, audio] = parametersOf(offerOf('gstreamer'));
    expect(video).toMatchObject({
      mid: 'video0',
      codecs: [
        { mimeType: 'video/H264', payloadType: 96 },
        { mimeType: 'video/rtx', payloadType: 97 },
      ],
      headerExtensions: [{ id: 1, uri: expect.stringContaining('transport-wide-cc') as string }],
      encodings: [{ ssrc: 3_484_078_950, rtx: { ssrc: 2_093_482_171 } }],
    });
    expect(audio).toMatchObject({ mid: 'audio1', codecs: [{ mimeType: 'audio/OPUS', payloadType: 98 }] });
  });

  test('texts of digits stay texts', () => {
    const { ice } = readOffer(offerOf('ffmpeg'));
    expect(ice).toEqual({ usernameFragment: '20250808', password: '00000000111111112222222233333333' });
    expect(
      JSON.stringify(parametersOf(offerOf('obs').replace('42e01f', '420029').replace('420029', '42e029'))),
    ).toContain('"42e029"');
  });
});

describe('[WH-43] one codec for each kind', () => {
  test('H.264 before VP8, though the client would rather send VP8', () => {
    const [first] = parametersOf(offerOf('chromium-simulcast'));
    expect(attributesOf(offerOf('chromium-simulcast'), 'rtpmap')[0]).toBe('96 VP8/90000');
    expect(first?.codecs.map(({ mimeType }) => mimeType)).toEqual(['video/H264', 'video/rtx']);
  });

  test('VP8 when no H.264 of ours is offered', () => {
    const others = offerOf('chromium-publish').replaceAll(
      'packetization-mode=1;profile-level-id=42',
      'packetization-mode=1;profile-level-id=64',
    );
    expect(parametersOf(others).map(({ codecs }) => codecs[0]?.mimeType)).toContain('video/VP8');
  });

  test.for([
    { id: '42e01f', is: true },
    { id: '42c01f', is: true },
    { id: '42C01F', is: true },
    { id: '4d801f', is: true },
    { id: '58c01f', is: true },
    { id: '42001f', is: false },
    { id: '42e11f', is: false },
    { id: '4d001f', is: false },
    { id: '64001f', is: false },
    { id: 'no', is: false },
    { id: undefined, is: true },
  ])('profile-level-id $id is constrained baseline: $is', ({ id, is }) => {
    expect(isConstrainedBaseline(id)).toBe(is);
  });

  test('packetization mode 0 is not ours', () => {
    expect(errorOf(() => plan(offerOf('obs').replace('packetization-mode=1', 'packetization-mode=0')))).toBe(
      'sdpUnsupported',
    );
  });
});

describe('[WH-44] streams', () => {
  test('layers by rid are answered in kind', () => {
    const sdp = offerOf('chromium-simulcast');
    expect(parametersOf(sdp)[0]?.encodings).toEqual(['q', 'h', 'f'].map((rid) => ({ rid, scalabilityMode: 'L1T1' })));
    const answer = answerTo(sdp);
    expect(attributesOf(answer, 'rid')).toEqual(['q recv', 'h recv', 'f recv']);
    expect(attributesOf(answer, 'simulcast')).toEqual(['recv q;h;f']);
  });

  test('of VP8 layers each has three temporal ones', () => {
    const sdp = offerOf('chromium-simulcast').replaceAll('H264/90000', 'H263/90000');
    expect(parametersOf(sdp)[0]?.encodings).toContainEqual({ rid: 'f', scalabilityMode: 'L1T3' });
  });

  test('by SSRC, the second of a repair group is no stream of its own', () => {
    const sdp = offerOf('ffmpeg');
    expect(parametersOf(sdp)[1]?.encodings).toEqual([{ ssrc: 1_592_764_321, rtx: { ssrc: 1_592_764_322 } }]);
    const flexfec = sdp.replace('FID 1592764321', 'FEC-FR 1592764321');
    expect(parametersOf(flexfec)[1]?.encodings).toEqual([{ ssrc: 1_592_764_321 }]);
  });

  test('by mid alone where its extension is offered, else not', () => {
    const bare = offerOf('chromium-publish').replaceAll(/^a=ssrc(?:-group)?:.*\r\n/gm, '');
    expect(parametersOf(bare).map(({ encodings }) => encodings)).toEqual([[{}], [{}]]);
    expect(errorOf(() => plan(bare.replaceAll('sdes:mid', 'sdes:nothing')))).toBe('sdpUnsupported');
    expect(errorOf(() => plan(offerOf('chromium-simulcast').replaceAll('sdes:rtp-stream-id', 'x')))).toBe(
      'sdpUnsupported',
    );
  });
});

describe('[WH-45] the DTLS handshake', () => {
  test.for([
    { offered: 'actpass', answered: 'passive', role: 'client' },
    { offered: 'active', answered: 'passive', role: 'client' },
    { offered: 'passive', answered: 'active', role: 'server' },
  ])('$offered is answered $answered', ({ offered, answered, role }) => {
    const sdp = offerOf('obs').replaceAll('setup:actpass', `setup:${offered}`);
    expect(attributesOf(answerTo(sdp), 'setup')).toEqual([answered, answered]);
    expect(clientDtlsParameters(readOffer(sdp))).toMatchObject({ role });
  });
});

test.for(INGEST_CLIENTS)('[WH-46] the answer to %s mirrors the offer and is complete', (client) => {
  const sdp = offerOf(client);
  const answer = answerTo(sdp);
  const mids = attributesOf(sdp, 'mid');
  expect(answer.startsWith('v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n')).toBe(true);
  expect(answer.endsWith('\r\n')).toBe(true);
  expect(attributesOf(answer, 'mid')).toEqual(mids);
  expect(attributesOf(answer, 'group')).toEqual([`BUNDLE ${mids.join(' ')}`]);
  expect(attributesOf(answer, 'ice-lite')).toHaveLength(1);
  expect(attributesOf(answer, 'fingerprint')).toEqual(['sha-256 BB:CC']);
  for (const name of ['recvonly', 'rtcp-mux', 'end-of-candidates', 'ice-ufrag', 'ice-pwd']) {
    expect(attributesOf(answer, name)).toHaveLength(mids.length);
  }
  expect(attributesOf(answer, 'ice-options')).toEqual(mids.map(() => 'trickle'));
  expect(attributesOf(answer, 'candidate').slice(0, 2)).toEqual([
    'udpcandidate 1 udp 7 192.0.2.7 40000 typ host',
    'tcpcandidate 1 tcp 5 192.0.2.7 40000 typ host tcptype passive',
  ]);
  const kinds = (text: string): readonly string[] =>
    [...text.matchAll(/^m=(\w+) \d+ (\S+)/gm)].map(([, kind, protocol]) => `${kind} ${protocol}`);
  expect(kinds(answer)).toEqual(kinds(sdp));
});

describe('[WH-47] extensions and feedback', () => {
  test('only those of both, one way to measure bandwidth', () => {
    const sdp = offerOf('chromium-publish');
    const [, video] = parametersOf(sdp).toSorted((a, b) => a.mid.localeCompare(b.mid));
    const types = (all: readonly Json[] = []): readonly string[] => all.map((one) => JSON.stringify(one));
    const known = new Set(capabilities.headerExtensions.map(({ uri }) => uri));
    for (const { headerExtensions } of parametersOf(sdp)) {
      expect(headerExtensions.length).toBeGreaterThan(2);
      expect(headerExtensions.filter(({ uri }) => !known.has(uri))).toEqual([]);
    }
    expect(attributesOf(sdp, 'rtcp-fb').some((line) => line.endsWith('goog-remb'))).toBe(true);
    expect(attributesOf(answerTo(sdp), 'rtcp-fb').some((line) => line.endsWith('goog-remb'))).toBe(false);
    expect(attributesOf(answerTo(sdp), 'rtcp-fb').some((line) => line.endsWith('transport-cc'))).toBe(true);
    expect(types(video?.codecs[0]?.rtcpFeedback)).toContain('{"type":"nack","parameter":"pli"}');
  });

  test('REMB where there are send times and no transport-cc; neither without both', () => {
    const feedback = (sdp: string): string =>
      JSON.stringify(parametersOf(sdp).map(({ codecs }) => codecs[0]?.rtcpFeedback));
    const withoutTwcc = offerOf('chromium-publish').replaceAll('transport-wide-cc', 'other');
    expect(feedback(withoutTwcc)).toContain('goog-remb');
    expect(feedback(withoutTwcc)).not.toContain('transport-cc');
    expect(feedback(withoutTwcc.replaceAll('abs-send-time', 'other'))).not.toContain('goog-remb');
  });

  test('stereo is asked of who says it sends it', () => {
    expect(attributesOf(answerTo(offerOf('obs')), 'fmtp')[0]).toBe('111 minptime=10;useinbandfec=1;stereo=1');
    expect(attributesOf(answerTo(offerOf('gstreamer')), 'fmtp')).toContain('98 minptime=10;useinbandfec=1');
  });
});

describe('[WH-42] what cannot be had', () => {
  const obs = offerOf('obs');
  test.for([
    { name: 'no common audio codec', sdp: obs.replace('opus/48000/2', 'PCMU/8000') },
    { name: 'no common video codec', sdp: obs.replace('profile-level-id=42e01f', 'profile-level-id=640c1f') },
    { name: 'mono opus', sdp: obs.replace('opus/48000/2', 'opus/48000') },
    { name: 'no bundle', sdp: obs.replace('a=group:BUNDLE 0 1\r\n', '') },
    { name: 'a section outside the bundle', sdp: obs.replace('BUNDLE 0 1', 'BUNDLE 0') },
    { name: 'two bundles', sdp: obs.replace('a=group:LS', 'a=group:BUNDLE') },
    { name: 'no rtcp-mux', sdp: obs.replace('a=rtcp-mux\r\n', '') },
    { name: 'two of a kind', sdp: obs.replace('m=audio', 'm=video') },
    { name: 'two streams', sdp: obs.replace('a=msid:hW5rT9kLx3 Gq2vJ8mPz1-audio', 'a=msid:other x') },
    { name: 'data channels', sdp: obs.replace('m=audio', 'm=application') },
    { name: 'a section without port', sdp: obs.replace('m=audio 9', 'm=audio 0') },
    { name: 'plain RTP', sdp: obs.replaceAll('UDP/TLS/RTP/SAVPF', 'RTP/AVP') },
    { name: 'receiving', sdp: obs.replace('a=sendonly', 'a=recvonly') },
    { name: 'inactive', sdp: obs.replaceAll('a=sendonly', 'a=inactive') },
  ])('$name', ({ sdp }) => {
    expect(sdp).not.toBe(obs);
    expect(errorOf(() => plan(sdp))).toBe('sdpUnsupported');
  });
});

describe('[WH-41] what is no SDP', () => {
  const obs = offerOf('obs');
  test.for([
    { name: 'nothing', sdp: '' },
    { name: 'prose', sdp: 'hello' },
    { name: 'JSON', sdp: '{"type": "offer"}' },
    { name: 'no version', sdp: obs.replace('v=0\r\n', '') },
    { name: 'no sections', sdp: 'v=0\r\ns=-\r\n' },
    { name: 'control characters', sdp: `${obs}a=x:\u0000\r\n` },
    { name: 'an endless line', sdp: `${obs}a=x:${'y'.repeat(2000)}\r\n` },
    { name: 'lines without end', sdp: obs + 'a=x\r\n'.repeat(3000) },
    { name: 'no credentials', sdp: obs.replaceAll(/a=ice-ufrag:.*\r\n/g, '') },
    { name: 'a short password', sdp: obs.replaceAll(/a=ice-pwd:.*/g, 'a=ice-pwd:short') },
    { name: 'no fingerprint', sdp: obs.replaceAll(/a=fingerprint:.*\r\n/g, '') },
    { name: 'no setup', sdp: obs.replaceAll(/a=setup:.*\r\n/g, '') },
    { name: 'a setup of its own', sdp: obs.replaceAll(/a=setup:.*/g, 'a=setup:holdconn') },
    { name: 'the same mid twice', sdp: obs.replace('a=mid:1', 'a=mid:0') },
    { name: 'no mid', sdp: obs.replace('a=mid:1\r\n', '') },
    { name: 'an SSRC beyond 32 bits', sdp: obs.replaceAll('1804289384', '99999999999') },
    { name: 'a payload type beyond 7 bits', sdp: obs.replaceAll(/\b96\b/g, '960') },
    { name: 'layers that are not declared', sdp: offerOf('chromium-simulcast').replace('a=rid:h send\r\n', '') },
  ])('$name', ({ sdp }) => {
    expect(sdp).not.toBe(obs);
    expect(errorOf(() => plan(sdp))).toBe('sdpMalformed');
  });
});
