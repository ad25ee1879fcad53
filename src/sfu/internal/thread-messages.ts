/** What passes between the engine's thread and the one that uses it: plain data, in order. */
import type { ErrorName } from '../../shared/error-codes.ts';
import type { FedFrame, LiveMediaEvent } from '../live-media.ts';
import type { MediaCommand, MediaEvent } from '../media-engine.ts';
import type { MediaEngineOptions, MediaLogLevel, MediaStartFailure } from '../media-engine-options.ts';

/** `workerData` of the thread. Loggers do not travel: entries come back as messages. */
export type ThreadSettings = Omit<MediaEngineOptions, 'logger'>;

export type ToThread =
  | { readonly type: 'request'; readonly id: number; readonly command: MediaCommand }
  | { readonly type: 'feed'; readonly frame: FedFrame }
  /** A frame of so many bytes has been taken from the mailbox. */
  | { readonly type: 'taken'; readonly bytes: number }
  | { readonly type: 'close' };

export type FromThread =
  | { readonly type: 'started' }
  | {
      readonly type: 'notStarted';
      readonly reason: MediaStartFailure | null;
      readonly message: string;
      readonly port: number | null;
    }
  | { readonly type: 'reply'; readonly id: number; readonly reply: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly errorName: ErrorName; readonly detail: string | null }
  | { readonly type: 'event'; readonly event: MediaEvent }
  | { readonly type: 'live'; readonly event: LiveMediaEvent }
  /** So many bytes that were fed have been taken. */
  | { readonly type: 'fed'; readonly bytes: number }
  | {
      readonly type: 'log';
      readonly level: MediaLogLevel;
      readonly message: string;
      readonly fields: Readonly<Record<string, string | number | boolean>>;
    };
