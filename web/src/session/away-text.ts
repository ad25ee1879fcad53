import type { SelfDifference } from '../../../wire/generated/messages.ts';
import type { MessageKey } from '../i18n/messages-en.ts';

/** What to say about one difference between what a returning client believed and what is; undefined = nothing. */
export function awayKey({ what, cause }: Pick<SelfDifference, 'what' | 'cause'>): MessageKey | undefined {
  if (cause === 'mutedByModerator' || cause === 'mutedMeanwhile') {
    return what.startsWith('audio.') ? 'toast.mutedWhileAway' : 'toast.videoStoppedWhileAway';
  }
  if (what.startsWith('floor.')) return 'toast.floorLostWhileAway';
  if (what === 'role') return 'toast.roleWhileAway';
  return what === 'media' ? 'toast.mediaWhileAway' : undefined;
}
