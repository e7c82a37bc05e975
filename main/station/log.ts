// The station's own log: warnings and errors with their codes, one JSON line each, secrets redacted. What happened to
// devices is in the records, not here.
import { join } from 'node:path'
import { destination, type Logger, pino } from 'pino'

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
    // Written at once: a dying station is when its last lines are wanted.
    destination({ dest: join(dataDir, 'station.log'), sync: true, mode: 0o600 }),
  )
}
