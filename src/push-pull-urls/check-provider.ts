/** Checks a provider's settings once, when the configuration is read; issuing and verifying then trust them. */
import { assertNever } from '../shared/assert.ts';
import { PLACEHOLDER, PLACEHOLDERS } from './internal/template.ts';
import type {
  AliyunLiveProvider,
  DomainKeys,
  SelfHostedProvider,
  TemplateProvider,
  TencentCssProvider,
  UrlProvider,
  UrlTemplate,
} from './providers.ts';
import { MAX_TTL_MS } from './url-types.ts';

/** Each secret is tried on each URL, so their number bounds what a stranger's URL costs. */
export const MAX_SECRETS = 4;
/** As many characters as SHA-256 has bytes. */
export const MIN_SECRET_LENGTH = 32;
const MAX_TEXT_LENGTH = 512;

/** One thing wrong with a provider's settings. Never contains a key. */
export interface ProviderFlaw {
  /** As in the provider type: `pushKeys.backup`. */
  readonly field: string;
  readonly problem: string;
}

const HOST = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[1-9]\d{0,4})?`;
const HOST_AND_PORT = new RegExp(`^${HOST}$`);
const RTMP_BASE = new RegExp(`^rtmp://${HOST}(?:/[A-Za-z0-9_-]+)+$`);
const FLV_BASE = new RegExp(`^https?://${HOST}(?:/[A-Za-z0-9_-]+)*$`);
const APP_NAME = /^[A-Za-z0-9_-]{1,64}$/;
const BIZ_ID = /^[A-Za-z0-9]{1,32}$/;
/** Printable ASCII without spaces. */
const URL_TEXT = /^[a-z]+:\/\/[\x21-\x7e]+$/;
const KEY = /^[\x21-\x7e]+$/;

type Row = readonly [field: string, isGood: boolean, problem: string];

/** What is wrong with a provider; empty when nothing is. */
export function checkProvider(provider: UrlProvider): ProviderFlaw[] {
  return rowsOf(provider).flatMap(([field, isGood, problem]) => (isGood ? [] : [{ field, problem }]));
}

function rowsOf(provider: UrlProvider): Row[] {
  switch (provider.type) {
    case 'selfHosted':
      return selfHostedRows(provider);
    case 'tencentCss':
      return [
        ...networkRows(provider),
        ['bizId', provider.bizId === undefined || BIZ_ID.test(provider.bizId), 'must be letters and digits'],
      ];
    case 'aliyunLive':
      return [...networkRows(provider), validityRow(provider)];
    case 'template':
      return templateProviderRows(provider);
    default:
      return assertNever(provider);
  }
}

const isWithin = (text: string, pattern: RegExp): boolean => text.length <= MAX_TEXT_LENGTH && pattern.test(text);

function selfHostedRows({ rtmpBase, flvBase, secrets }: SelfHostedProvider): Row[] {
  const isLong = (secret: string): boolean => secret.length >= MIN_SECRET_LENGTH && secret.length <= MAX_TEXT_LENGTH;
  return [
    ['rtmpBase', isWithin(rtmpBase, RTMP_BASE), 'must be like rtmp://host:1935/live'],
    ['flvBase', isWithin(flvBase, FLV_BASE), 'must be like https://host/live'],
    ['secrets', secrets.length >= 1 && secrets.length <= MAX_SECRETS, `must be 1 to ${MAX_SECRETS}`],
    ['secrets', secrets.every(isLong), `must have ${MIN_SECRET_LENGTH} to ${MAX_TEXT_LENGTH} characters each`],
  ];
}

function networkRows({
  pushHost,
  playHost,
  appName,
  pushKeys,
  playKeys,
}: TencentCssProvider | AliyunLiveProvider): Row[] {
  return [
    ['pushHost', isWithin(pushHost, HOST_AND_PORT), 'must be a host name'],
    ['playHost', isWithin(playHost, HOST_AND_PORT), 'must be a host name'],
    ['appName', APP_NAME.test(appName), 'must be 1 to 64 letters, digits, - or _'],
    ...keyRows('pushKeys', pushKeys),
    ...(playKeys === undefined ? [] : keyRows('playKeys', playKeys)),
  ];
}

function keyRows(field: string, { primary, backup, signWith }: DomainKeys): Row[] {
  return [
    [`${field}.primary`, isWithin(primary, KEY), 'must be printable, without spaces'],
    [`${field}.backup`, backup === undefined || isWithin(backup, KEY), 'must be printable, without spaces'],
    [`${field}.signWith`, signWith === 'primary' || backup !== undefined, 'names a key that is not there'],
  ];
}

function validityRow({ domainValidityMs }: AliyunLiveProvider): Row {
  const isGood = Number.isInteger(domainValidityMs / 1000) && domainValidityMs >= 0 && domainValidityMs <= MAX_TTL_MS;
  return ['domainValidityMs', isGood, 'must be whole seconds, at most 30 days'];
}

function templateProviderRows({ push, rtmp, flv, webrtc }: TemplateProvider): Row[] {
  return [
    ...templateRows('push', push, /^rtmp:/),
    ...templateRows('rtmp', rtmp, /^rtmp:/),
    ...templateRows('flv', flv, /^https?:/),
    ...(webrtc === undefined ? [] : templateRows('webrtc', webrtc, /^[a-z]+:/)),
  ];
}

const KNOWN: readonly string[] = PLACEHOLDERS;

const placeholdersOf = (text: string): string[] => [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);

const isExpiry = (placeholder: string): boolean => placeholder.startsWith('expires');

function templateRows(field: string, { url, sign }: UrlTemplate, scheme: RegExp): Row[] {
  const inUrl = placeholdersOf(url);
  const unknownInUrl = inUrl.filter((name) => !KNOWN.includes(name) && name !== 'sign');
  const rows: Row[] = [
    [`${field}.url`, isWithin(url, URL_TEXT) && scheme.test(url), `must be a URL that begins as ${scheme.source}`],
    [`${field}.url`, inUrl.includes('stream'), 'must contain {stream}: its generation is what revokes URLs'],
    [`${field}.url`, unknownInUrl.length === 0, `has unknown placeholders: ${unknownInUrl.join(', ')}`],
    [`${field}.url`, inUrl.includes('sign') === (sign !== undefined), 'must contain {sign} exactly if it is signed'],
  ];
  if (sign === undefined) return rows;
  return [
    ...rows,
    [`${field}.url`, inUrl.some(isExpiry), 'must contain an expiry'],
    ...signRows(`${field}.sign`, sign),
  ];
}

function signRows(field: string, { algorithm, text, keys }: NonNullable<UrlTemplate['sign']>): Row[] {
  const signed = placeholdersOf(text);
  const unknown = signed.filter((name) => !KNOWN.includes(name) && name !== 'key');
  return [
    [`${field}.text`, text.length <= MAX_TEXT_LENGTH, `must have at most ${MAX_TEXT_LENGTH} characters`],
    [`${field}.text`, unknown.length === 0, `has unknown placeholders: ${unknown.join(', ')}`],
    [`${field}.text`, signed.includes('stream') && signed.some(isExpiry), 'must contain {stream} and an expiry'],
    [`${field}.text`, signed.includes('key') || algorithm === 'hmacSha256', 'must contain {key}'],
    ...keyRows(`${field}.keys`, keys),
  ];
}
