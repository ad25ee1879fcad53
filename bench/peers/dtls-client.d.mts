export interface Fingerprint {
  readonly algorithm: string;
  readonly value: string;
}
export interface DatagramTransport {
  send(bytes: Uint8Array): void;
  onData: (bytes: Buffer) => void;
}
/** Each makes what is sent of a packet. */
export interface Protection {
  readonly rtp: (packet: Buffer) => Buffer;
  readonly rtcp: (packet: Buffer) => Buffer;
}
export function fingerprints(): Promise<readonly Fingerprint[]>;
export function handshake(transport: DatagramTransport, timeoutMs: number): Promise<Protection>;
