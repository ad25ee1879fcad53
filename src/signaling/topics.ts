/** Which topics a client may listen to, and their canonical order. */
import type { Member } from '../room-state/room-types.ts';
import { AppError } from '../shared/app-error.ts';
import { DEFAULT_TOPICS, TOPICS } from './codec/events-to-wire.ts';

const DATA_TOPIC = /^data:[A-Za-z0-9_.-]{1,32}$/;
const MAX_TOPICS = 24;

/** The topics in canonical order, each once. @throws AppError unknownTopic, limitExceeded */
export function normalizeTopics(topics: Iterable<string>, member: Member): readonly string[] {
  const unique = [...new Set(topics)].sort();
  if (unique.length > MAX_TOPICS) throw new AppError('limitExceeded', 'topics');
  for (const topic of unique) {
    const known = DATA_TOPIC.test(topic) || (TOPICS as readonly string[]).includes(topic);
    if (!known) throw new AppError('unknownTopic', topic.slice(0, 40));
    if (topic === 'moderation' && !member.grants.moderate) throw new AppError('unknownTopic', topic);
  }
  return unique;
}

/** What a member hears that asked for nothing in particular. */
export function defaultTopics(member: Member): readonly string[] {
  return member.grants.moderate ? [...DEFAULT_TOPICS, 'moderation'].sort() : DEFAULT_TOPICS;
}
