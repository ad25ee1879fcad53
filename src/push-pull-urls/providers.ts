/** Who carries the streams, one type for all. Checked once, by `checkProvider`; trusted from there on. */

/** Our own live gateway. The only provider whose URLs we verify ourselves. */
export interface SelfHostedProvider {
  readonly type: 'selfHosted';
  /** `rtmp://host:1935/live`, without a slash at its end; '' = RTMP is switched off. */
  readonly rtmpBase: string;
  /** `https://host/live`, without a slash at its end. */
  readonly flvBase: string;
  /** The first signs, all verify: rotation adds the new one in front and removes the old one when its URLs are over. */
  readonly secrets: readonly string[];
}

/**
 * The keys of a domain of a content delivery network, which accepts both. To replace the primary key: sign with the
 * backup key, change the primary at the network, sign with the primary again.
 */
export interface DomainKeys {
  readonly primary: string;
  readonly backup?: string;
  readonly signWith: 'primary' | 'backup';
}

/** Tencent Cloud CSS: `txSecret` and `txTime`. */
export interface TencentCssProvider {
  readonly type: 'tencentCss';
  readonly pushHost: string;
  readonly playHost: string;
  readonly appName: string;
  /** The scheme of 2017: stream names begin with `{bizId}_`, and URLs carry it as a parameter. */
  readonly bizId?: string;
  readonly algorithm: 'md5' | 'sha256';
  readonly flvScheme: 'http' | 'https';
  readonly pushKeys: DomainKeys;
  /** Without: play URLs are not signed, as for a play domain without authentication. */
  readonly playKeys?: DomainKeys;
  /** ACC: RTMP play URLs signed with the push key, which get them less than half a second of delay. */
  readonly hasLowLatency: boolean;
  /** `webrtc://` play URLs. */
  readonly hasWebrtc: boolean;
}

/** Alibaba Cloud ApsaraVideo Live, authentication type A: `auth_key`. */
export interface AliyunLiveProvider {
  readonly type: 'aliyunLive';
  readonly pushHost: string;
  readonly playHost: string;
  readonly appName: string;
  readonly flvScheme: 'http' | 'https';
  readonly pushKeys: DomainKeys;
  /** Without: play URLs are not signed. */
  readonly playKeys?: DomainKeys;
  /** How long the domain's setting lets a URL live after its timestamp; whole seconds. Taken off the timestamp. */
  readonly domainValidityMs: number;
  /** `artc://` play URLs. */
  readonly hasWebrtc: boolean;
}

/**
 * A URL with placeholders: `{stream}` `{room}` `{member}` `{viewer}` `{generation}`, `{expires}` in decimal seconds,
 * `{expiresHex}` and `{expiresHexUpper}` in hex, and `{sign}`. Values are percent-encoded.
 */
export interface UrlTemplate {
  readonly url: string;
  readonly sign?: {
    readonly algorithm: 'md5' | 'sha256' | 'hmacSha256';
    /** What is signed: the placeholders of the URL but `{sign}`, as they are, and `{key}`. */
    readonly text: string;
    readonly keys: DomainKeys;
  };
}

/** Any other provider. */
export interface TemplateProvider {
  readonly type: 'template';
  readonly push: UrlTemplate;
  readonly rtmp: UrlTemplate;
  readonly flv: UrlTemplate;
  readonly webrtc?: UrlTemplate;
}

export type UrlProvider = SelfHostedProvider | TencentCssProvider | AliyunLiveProvider | TemplateProvider;
