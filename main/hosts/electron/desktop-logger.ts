// The station keeps its own log; what the desktop has to say goes where the program was started.
import type { HostLogger } from '../host-logger.ts'

export const desktopLogger: HostLogger = {
  info: () => {},
  warn: (facts, message) => console.warn(message, facts),
  error: (facts, message) => console.error(message, facts),
}
