/** The part of sdp-transform that is used here; the package brings no types. Texts that look like numbers are numbers. */
declare module 'sdp-transform' {
  export type Scalar = string | number;

  export interface ParsedMedia {
    readonly type: Scalar;
    readonly port: Scalar;
    readonly protocol: Scalar;
    readonly payloads?: Scalar;
    readonly rtp: readonly {
      readonly payload: Scalar;
      readonly codec: Scalar;
      readonly rate?: Scalar;
      readonly encoding?: Scalar;
    }[];
    readonly fmtp: readonly { readonly payload: Scalar; readonly config: Scalar }[];
    readonly rtcpFb?: readonly { readonly payload: Scalar; readonly type: Scalar; readonly subtype?: Scalar }[];
    readonly ext?: readonly { readonly value: Scalar; readonly uri: Scalar; readonly 'encrypt-uri'?: Scalar }[];
    readonly mid?: Scalar;
    readonly msid?: readonly { readonly id: Scalar }[];
    readonly direction?: Scalar;
    readonly setup?: Scalar;
    readonly iceUfrag?: Scalar;
    readonly icePwd?: Scalar;
    readonly fingerprint?: { readonly type: Scalar; readonly hash: Scalar };
    readonly rtcpMux?: Scalar;
    readonly rtcpRsize?: Scalar;
    readonly bundleOnly?: Scalar;
    readonly ssrcs?: readonly { readonly id: Scalar; readonly attribute: Scalar; readonly value?: Scalar }[];
    readonly ssrcGroups?: readonly { readonly semantics: Scalar; readonly ssrcs: Scalar }[];
    readonly rids?: readonly { readonly id: Scalar; readonly direction: Scalar }[];
    readonly simulcast?: {
      readonly dir1?: Scalar;
      readonly list1?: Scalar;
      readonly dir2?: Scalar;
      readonly list2?: Scalar;
    };
  }

  export interface ParsedSession {
    readonly version?: Scalar;
    readonly direction?: Scalar;
    readonly setup?: Scalar;
    readonly iceUfrag?: Scalar;
    readonly icePwd?: Scalar;
    readonly fingerprint?: { readonly type: Scalar; readonly hash: Scalar };
    readonly groups?: readonly { readonly type: Scalar; readonly mids: Scalar }[];
    readonly media: readonly ParsedMedia[];
  }

  export function parse(sdp: string): ParsedSession;
  export function parseParams(config: string): Record<string, Scalar | undefined>;
  export function parsePayloads(payloads: Scalar): number[];
}
