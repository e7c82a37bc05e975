// What a door needs from the log; a pino logger fits.

export interface HostLogger {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}
