/** The parts of node-media-server 4.4.3 that we use; the package brings no types. */

declare module 'node-media-server/src/protocol/amf.js' {
  const amf: {
    /** One after the other, as AMF0. @throws Error on values that AMF0 cannot carry. */
    readonly amf0Encode: (values: readonly unknown[]) => Buffer;
  };
  // biome-ignore lint/style/noDefaultExport: what a CommonJS module exports
  export default amf;
}

declare module 'node-media-server/src/protocol/rtmp.js' {
  // A server's side of one connection; we let it do the handshake only.
  // biome-ignore lint/style/noDefaultExport: what a CommonJS module exports
  export default class Rtmp {
    /** 0 = the next byte is C0. */
    handshakeState: number;
    onOutputCallback: (bytes: Buffer) => void;
    parserData(bytes: Buffer): string | null;
  }
}
