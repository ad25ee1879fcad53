/** Pages of the node itself, of allowed sites, and clients that are no browsers (no Origin). */
export function isOriginAllowed(allowedOrigins: readonly string[], origin: string, host: string): boolean {
  if (origin === '' || allowedOrigins.includes('*') || allowedOrigins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
