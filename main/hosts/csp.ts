// The content security policy of the screens, one for both doors. Not the other response headers: the headless door
// adds those in security-headers.ts.

/** `socketOrigin`: `ws://host:port` of the door itself, for browsers whose 'self' does not cover WebSockets. */
export function contentSecurityPolicy(socketOrigin: string | null = null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // No inline style elements either: the theme's variables are in a file of their own.
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${socketOrigin === null ? '' : ` ${socketOrigin}`}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}
