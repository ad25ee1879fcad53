/** What the gateway tells of itself, for metrics and logs. Must not throw. */
import type { LiveEnd } from './live-ports.ts';

export type LiveProtocol = 'rtmp' | 'http-flv' | 'ws-flv';
export type LiveRole = 'publisher' | 'player';
/** Why a connection was turned away; what the room said is in the log of whoever admits. */
export type LiveTurnedAway = 'refused' | 'tooMany';

export interface LiveObserver {
  onBegun(role: LiveRole, protocol: LiveProtocol): void;
  /** Once for each `onBegun`. `detail` is for the log. */
  onEnded(role: LiveRole, protocol: LiveProtocol, why: LiveEnd, detail?: string): void;
  onTurnedAway(protocol: LiveProtocol, why: LiveTurnedAway): void;
  /** A connection that never became a publisher or player has ended. */
  onConnectionEnded(why: LiveEnd, detail?: string): void;
  onBytes(direction: 'in' | 'out', protocol: 'rtmp' | 'flv', bytes: number): void;
  /** A slow player lost what waited for it. */
  onSkip(protocol: 'rtmp' | 'flv'): void;
  /** Something threw that must not: a bug. */
  onBug(error: unknown): void;
}
