import { slugOf } from './user-slug.ts';

const STORAGE_KEY = 'rtcroom.userId';

function randomSuffix(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The user id of this tab: made of the name once, the same after a reload, another one in another tab. */
export function tabUserId(name: string): string {
  const slug = slugOf(name);
  try {
    const kept = sessionStorage.getItem(STORAGE_KEY);
    if (kept?.startsWith(`${slug}-`)) return kept;
    const made = `${slug}-${randomSuffix()}`;
    sessionStorage.setItem(STORAGE_KEY, made);
    return made;
  } catch {
    return `${slug}-${randomSuffix()}`;
  }
}
