// The DTLS half of a WebRTC client, from werift: handshake over a socket that the caller owns, then SRTP for what it sends.
import {
  DtlsClient,
  keyLength,
  ProtectionProfileAeadAes128Gcm,
  RTCDtlsTransport,
  RtpHeader,
  SrtcpSession,
  SrtpSession,
  saltLength,
} from 'werift';

/** The fingerprints of this process's certificate, as DtlsParameters have them. */
export async function fingerprints() {
  const certificate = await RTCDtlsTransport.SetupCertificate();
  return certificate.getFingerprints().map(({ algorithm, value }) => ({ algorithm, value }));
}

/**
 * Does the handshake as the client. `transport` is `{ send(bytes), onData }`; `onData` is set here. Resolves with the
 * functions that protect RTP and RTCP packets (AEAD_AES_128_GCM).
 */
export async function handshake(transport, timeoutMs) {
  const { certPem, privateKey, signatureHash } = await RTCDtlsTransport.SetupCertificate();
  const dtls = new DtlsClient({
    cert: certPem,
    key: privateKey,
    signatureHash,
    srtpProfiles: [ProtectionProfileAeadAes128Gcm],
    extendedMasterSecret: true,
    transport: {
      type: 'udp',
      address: undefined,
      closed: false,
      onData: () => undefined,
      send: async (bytes) => transport.send(bytes),
      close: async () => undefined,
    },
  });
  transport.onData = (bytes) => dtls.transport.socket.onData(bytes, undefined);
  let timer;
  try {
    await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('no DTLS session in time')), timeoutMs);
      dtls.onConnect.once(resolve);
      dtls.onError.once(reject);
      dtls.connect().catch(reject);
    });
  } finally {
    clearTimeout(timer);
  }
  const profile = dtls.srtp.srtpProfile;
  const { localKey, localSalt, remoteKey, remoteSalt } = dtls.extractSessionKeys(
    keyLength(profile),
    saltLength(profile),
  );
  const keys = {
    localMasterKey: localKey,
    localMasterSalt: localSalt,
    remoteMasterKey: remoteKey,
    remoteMasterSalt: remoteSalt,
  };
  const srtp = new SrtpSession({ keys, profile });
  const srtcp = new SrtcpSession({ keys, profile });
  return {
    rtp: (packet) => {
      const header = RtpHeader.deSerialize(packet);
      return srtp.encrypt(packet.subarray(header.payloadOffset), header);
    },
    rtcp: (packet) => srtcp.encrypt(packet),
  };
}
