/** Speaking accounts: what evidence of activity adds up to. */
import type { InstantMs } from '../../shared/ids.ts';
import type { FloorAccount } from '../floor-types.ts';

/** Speaking time with the stretch under way, in milliseconds. A clock that was set back adds nothing. */
export function spokenUntil({ spokenMs, speakingSince }: FloorAccount, at: InstantMs): number {
  return spokenMs + (speakingSince === null ? 0 : Math.max(0, at - speakingSince));
}

/** The account after the stretch under way ended. */
export const silenced = (account: FloorAccount, at: InstantMs): FloorAccount => ({
  spokenMs: spokenUntil(account, at),
  speakingSince: null,
  activeAt: at,
});
