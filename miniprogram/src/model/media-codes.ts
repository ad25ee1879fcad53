/**
 * What the codes of `<live-pusher>` and `<live-player>` mean for a call. Codes differ between WeChat versions and many
 * are documented nowhere: what is not listed here means nothing, and is never an end.
 */

export type PusherSignal =
  /** Connected, not pushing yet. */
  | 'connected'
  /** The server takes the stream. */
  | 'pushing'
  /** It tries by itself to get its connection back. */
  | 'reconnecting'
  /** The network is too weak for the rate. */
  | 'weak'
  /** The server closed: URL expired, or the name is in use. It needs another URL. */
  | 'refused'
  /** It has given up. */
  | 'gaveUp'
  /** The mini program was suspended; pushing has stopped. */
  | 'suspended'
  /** A phone call took the microphone. */
  | 'interrupted'
  | 'cameraFailed'
  | 'microphoneFailed'
  | 'cameraDenied'
  | 'microphoneDenied'
  /** This device cannot encode. */
  | 'unsupported';

const PUSHER_SIGNALS: Readonly<Record<number, PusherSignal>> = {
  1001: 'connected',
  1002: 'pushing',
  1101: 'weak',
  1102: 'reconnecting',
  3001: 'reconnecting',
  3002: 'reconnecting',
  3003: 'reconnecting',
  3004: 'refused',
  3005: 'reconnecting',
  5000: 'suspended',
  5001: 'interrupted',
  10001: 'cameraDenied',
  10002: 'microphoneDenied',
  [-1301]: 'cameraFailed',
  [-1302]: 'microphoneFailed',
  [-1303]: 'gaveUp',
  [-1304]: 'gaveUp',
  [-1305]: 'unsupported',
  [-1306]: 'unsupported',
  [-1307]: 'gaveUp',
  [-1311]: 'microphoneFailed',
};

export type PlayerSignal =
  | 'connected'
  /** A picture or sound is there. */
  | 'playing'
  | 'loading'
  | 'reconnecting'
  /** The stream has ended, as far as the player knows. */
  | 'ended'
  /** It has given up: needs stop, another URL, play. */
  | 'gaveUp';

const PLAYER_SIGNALS: Readonly<Record<number, PlayerSignal>> = {
  2001: 'connected',
  2003: 'playing',
  2004: 'playing',
  2006: 'ended',
  2007: 'loading',
  2032: 'playing',
  2103: 'reconnecting',
  3001: 'reconnecting',
  3002: 'reconnecting',
  3003: 'reconnecting',
  3005: 'reconnecting',
  [-2301]: 'gaveUp',
  [-2302]: 'gaveUp',
};

/** undefined = the code says nothing that a call acts upon. */
export function pusherSignal(code: number): PusherSignal | undefined {
  return PUSHER_SIGNALS[code];
}

/** undefined = the code says nothing that a call acts upon. */
export function playerSignal(code: number): PlayerSignal | undefined {
  return PLAYER_SIGNALS[code];
}
