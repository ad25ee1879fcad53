// Generated from proto/ by `npm run generate`. Do not edit.
import type { Reader, Writer } from 'protobufjs/minimal.js';
interface Codec {
  new (properties?: object): object;
  encode(message: object, writer?: Writer): Writer;
  decode(reader: Reader | Uint8Array, length?: number, end?: number, depth?: number, into?: object): object;
}
export const rtcroom: { readonly v1: Readonly<Record<string, Codec>> };
