const MAX_SLUG = 40;

/** The name in the letters that an id may have; 'guest' when none is left. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_SLUG);
  return slug === '' ? 'guest' : slug;
}
