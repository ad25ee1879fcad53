/**
 * The test page, from memory: the build's files are read once at start, hashed names are cached for good, the rest is
 * revalidated by ETag. Bounded, because a folder is not always what one thinks it is.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { HttpAnswer, HttpRequest } from './http-types.ts';

const MAX_SITE_BYTES = 32 * 1024 * 1024;
const MIN_GZIP_BYTES = 1024;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** The page talks to its own node, shows camera streams, and loads nothing from elsewhere. */
const PAGE_POLICY =
  "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob: https:; media-src 'self' blob: mediastream:; " +
  "style-src 'self' 'unsafe-inline'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'";

interface SiteFile {
  readonly body: Uint8Array;
  readonly gzip: Uint8Array | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string;
}

export type StaticSite = (request: HttpRequest) => HttpAnswer | undefined;

/**
 * Reads a folder. The result answers GET and HEAD for its files, `/` with index.html, and undefined otherwise.
 * A missing folder gives a site without files.
 * @throws Error when the folder holds more than 32 MiB.
 */
export function loadStaticSite(folder: string): StaticSite {
  const fileByPath = readFolder(folder);
  return (request) => {
    const file = fileByPath.get(request.path === '/' ? '/index.html' : request.path);
    if (file === undefined) return undefined;
    if (request.header('if-none-match') === file.etag) return { status: 304, headers: file.headers, body: '' };
    const zipped = file.gzip !== undefined && request.header('accept-encoding').includes('gzip');
    return zipped
      ? { status: 200, headers: { ...file.headers, 'content-encoding': 'gzip' }, body: file.gzip }
      : { status: 200, headers: file.headers, body: file.body };
  };
}

function readFolder(folder: string): ReadonlyMap<string, SiteFile> {
  const fileByPath = new Map<string, SiteFile>();
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return fileByPath;
  let total = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const body = readFileSync(path);
    total += body.length;
    if (total > MAX_SITE_BYTES) throw new Error(`${folder} is too large to be the built page`);
    fileByPath.set(`/${relative(folder, path).split(sep).join('/')}`, siteFile(entry.name, path, body));
  }
  return fileByPath;
}

function siteFile(name: string, path: string, body: Uint8Array): SiteFile {
  const extension = extname(name);
  const hashed = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/.test(name) && path.includes(`${sep}assets${sep}`);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const compressible = body.length >= MIN_GZIP_BYTES && !['.png', '.woff2', '.ico'].includes(extension);
  const headers: Record<string, string> = {
    'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
    etag,
    vary: 'accept-encoding',
  };
  if (extension === '.html') headers['content-security-policy'] = PAGE_POLICY;
  return { body, gzip: compressible ? gzipSync(body) : undefined, headers, etag };
}
