// The station's own log: warnings and errors with their codes, one JSON line each, secrets redacted. What happened to
// devices is in the records, not here.
import { join } from 'node:path'
import { destination, type Logger, pino } from 'pino'

const keptUnwrittenBytes = 256 * 1024

/** Written at once: a dying station is when its last lines are wanted. A disk that takes none of them ends nothing. */
function toFile(dest: string) {
  const file = destination({ dest, sync: true, mode: 0o600, maxLength: keptUnwrittenBytes })
  file.on('error', () => undefined)
  return file
}

/** `FLASHLINE_LOG=debug` adds every request to a cloud, with its secrets replaced. */
export function openLog(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Logger {
  return pino(
    {
      level: env.FLASHLINE_LOG === 'debug' ? 'debug' : 'warn',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'token',
          'cloudToken',
          'accessToken',
          'authorization',
          '*.token',
          '*.cloudToken',
          '*.accessToken',
          '*.authorization',
          '*["access-token"]',
        ],
        censor: '(secret)',
      },
    },
    toFile(join(dataDir, 'station.log')),
  )
}
