// Where a station keeps its data when nobody says otherwise, per operating system. Says where; makes nothing.
import { posix, win32 } from 'node:path'

export interface DataDirQuestion {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home directory. */
  readonly home: string
}

/** Absolute path. XDG base directory on Linux and the rest, %APPDATA% on Windows, Application Support on macOS. */
export function defaultDataDir({ platform, env, home }: DataDirQuestion): string {
  if (platform === 'win32') {
    return win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'Flashline')
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Flashline')
  // The XDG specification wants a relative value ignored.
  const xdg = env.XDG_DATA_HOME ?? ''
  return posix.join(posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share'), 'flashline')
}
