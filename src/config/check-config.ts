/** What no single option can say: rules between options. */
import { checkProvider } from '../push-pull-urls/check-provider.ts';
import type { Config } from './config.ts';
import { urlProviderOf } from './url-provider.ts';

const MIN_SECRET_BYTES = 32;

/** 127.0.0.0/8, ::1 and the name localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

const isWildcard = (host: string): boolean => host === '0.0.0.0' || /^[0:]*:[0:]*$/.test(host);

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** Problems that only show between options; each names them. Empty = may start. */
export function checkConfig(config: Config): string[] {
  return [
    ...checkMode(config),
    ...checkAddresses(config),
    ...checkKeys(config),
    ...checkTimers(config),
    ...checkLogin(config),
    ...checkUrls(config),
    ...checkRoomService(config),
  ];
}

function checkMode({ mode, testMode, allowInsecureDevelopment, http, rtc, rtmp }: Config): string[] {
  if (mode === 'production') {
    return testMode ? ['testMode: lets every client inject faults; not possible with mode production'] : [];
  }
  if (allowInsecureDevelopment) return [];
  const hosts: (readonly [name: string, host: string])[] = [
    ['http.host', http.host],
    ['rtc.listenIp', rtc.listenIp],
  ];
  if (rtmp.enabled) hosts.push(['rtmp.host', rtmp.host]);
  return hosts
    .filter(([, host]) => !isLoopback(host))
    .map(
      ([name, host]) =>
        `${name}: ${host} is not a loopback address, and mode development lets everybody in: ` +
        'set mode production, or allowInsecureDevelopment: true if that is what you want',
    );
}

function checkAddresses({ http, rtc, rtmp }: Config): string[] {
  const problems: string[] = [];
  if (isWildcard(rtc.listenIp) && rtc.announcedAddress === '') {
    problems.push(`rtc.announcedAddress: required when rtc.listenIp is ${rtc.listenIp}; clients cannot send there`);
  }
  if (isWildcard(rtc.announcedAddress))
    problems.push('rtc.announcedAddress: clients cannot send to a wildcard address');
  const lastPort = rtc.basePort + Math.max(1, rtc.workers) - 1;
  if (lastPort > 65_535) problems.push(`rtc.basePort: ${rtc.workers} workers would need ports up to ${lastPort}`);
  if (http.port >= rtc.basePort && http.port <= lastPort) {
    problems.push(`http.port: ${http.port} is taken by the media ports ${rtc.basePort} to ${lastPort}`);
  }
  if (!rtmp.enabled) return problems;
  if (rtmp.port >= rtc.basePort && rtmp.port <= lastPort) {
    problems.push(`rtmp.port: ${rtmp.port} is taken by the media ports ${rtc.basePort} to ${lastPort}`);
  }
  if (rtmp.port !== 0 && rtmp.port === http.port) problems.push(`rtmp.port: ${rtmp.port} is taken by http.port`);
  return problems;
}

function checkKeys({ mode, auth }: Config): string[] {
  const problems: string[] = [];
  const ids = auth.apiKeys.map(({ keyId }) => keyId);
  for (const keyId of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) {
    problems.push(`auth.apiKeys: the keyId ${keyId} is given twice`);
  }
  if (auth.tokenTtlMs > auth.maxTokenTtlMs) problems.push('auth.tokenTtlMs: must not exceed auth.maxTokenTtlMs');
  if (mode !== 'production') return problems;
  if (auth.apiKeys.length === 0) problems.push('auth.apiKeys: at least one is required with mode production');
  for (const { keyId, secret } of auth.apiKeys) {
    if (byteLength(secret) < MIN_SECRET_BYTES) {
      problems.push(`auth.apiKeys: the secret of ${keyId} is shorter than ${MIN_SECRET_BYTES} bytes`);
    }
  }
  return problems;
}

function checkTimers({ signaling }: Config): string[] {
  const problems: string[] = [];
  if (signaling.frameBurst < signaling.maxFramesPerSecond) {
    problems.push('signaling.frameBurst: must not be below signaling.maxFramesPerSecond');
  }
  if (signaling.idleTimeoutMs <= signaling.pingIntervalMs * signaling.missedBeatsSuspect) {
    problems.push('signaling.idleTimeoutMs: must exceed pingIntervalMs times missedBeatsSuspect');
  }
  if (signaling.maxBackpressureBytes < signaling.maxFrameBytes) {
    problems.push('signaling.maxBackpressureBytes: must not be below signaling.maxFrameBytes');
  }
  return problems;
}

function checkLogin({ mode, login, auth }: Config): string[] {
  const problems: string[] = [];
  const { wechat, userIdSecret, storeFile } = login;
  const ids = wechat.apps.map(({ appid }) => appid);
  for (const appid of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) {
    problems.push(`login.wechat.apps: the appid ${appid} is given twice`);
  }
  if (!URL.canParse(wechat.apiBaseUrl)) problems.push('login.wechat.apiBaseUrl: is not a URL');
  if (storeFile !== '' && userIdSecret === '') {
    problems.push('login.userIdSecret: required with login.storeFile, which is of no use under another one');
  }
  if (login.maxSessionMs < auth.tokenTtlMs) problems.push('login.maxSessionMs: must not be below auth.tokenTtlMs');
  if (mode !== 'production' || wechat.apps.length === 0) return problems;
  if (byteLength(userIdSecret) < MIN_SECRET_BYTES) {
    problems.push(`login.userIdSecret: at least ${MIN_SECRET_BYTES} bytes are required with mode production`);
  }
  if (!wechat.apiBaseUrl.startsWith('https://')) {
    problems.push('login.wechat.apiBaseUrl: must be https with mode production; the secrets of the apps go there');
  }
  return problems;
}

/** Flawless stand-ins for what is known or made only when the node runs. */
const OWN_GATEWAY = { rtmpBase: 'rtmp://localhost/live', flvBase: 'http://localhost/live', secrets: ['x'.repeat(32)] };
const OWN_OPTIONS: ReadonlySet<string> = new Set(Object.keys(OWN_GATEWAY));

function checkUrls({ urls }: Config): string[] {
  return checkProvider(urlProviderOf(urls, OWN_GATEWAY)).map(
    ({ field, problem }) => `urls.${OWN_OPTIONS.has(field) ? field : `provider.${field}`}: ${problem}`,
  );
}
function checkRoomService({ mode, roomService }: Config): string[] {
  const { anonymousV1, im, secretKey, privateKey } = roomService;
  const problems: string[] = [];
  if (mode === 'production' && anonymousV1) {
    problems.push('roomService.anonymousV1: lets everybody be anybody; not possible with mode production');
  }
  if (im === 'cloud' && secretKey === '' && privateKey === '') {
    problems.push('roomService.im: cloud needs roomService.secretKey or privateKey, to sign for the administrator');
  }
  return problems;
}
