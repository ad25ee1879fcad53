export interface Fingerprint {
  readonly algorithm: string;
  readonly value: string;
}
export interface DatagramTransport {
  send(bytes: Uint8Array): void;
  onData: (bytes: Buffer) => void;
}
export function fingerprints(): Promise<readonly Fingerprint[]>;
export function handshake(transport: DatagramTransport, timeoutMs: number): Promise<(packet: Buffer) => Buffer>;
