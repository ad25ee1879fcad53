/** Types that let an engine handle each command in a function of its own. */
import type { MediaCommand, MediaReplies } from '../media-engine.ts';

type CommandType = MediaCommand['type'];

/** The command of that type. */
export type CommandOf<T extends CommandType, C = MediaCommand> = C extends { readonly type: infer Types }
  ? T extends Types
    ? C
    : never
  : never;

type Answer<T extends CommandType> = T extends keyof MediaReplies
  ? MediaReplies[T] | Promise<MediaReplies[T]>
  : unknown;

/** What a handler does before its first wait takes effect in the order of the commands. */
export type CommandHandlers = { readonly [T in CommandType]: (command: CommandOf<T>) => Answer<T> };
