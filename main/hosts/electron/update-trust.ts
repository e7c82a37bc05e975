// May this copy of the program replace itself by what an update server sends? Only a packed one that an installer put
// there, and only where the origin of what comes is proven: docs/releasing.md says by what on each system.
import { FlashlineError } from '../../../preload/contract/index.ts'

export interface UpdatePlace {
  readonly isPackaged: boolean
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** `app-update.yml`, which electron-builder puts beside the program; null: none. */
  readonly packageNote: string | null
}

/** Nothing to update: started from the sources, or a copy that no installer owns. */
export function isUpdatable({ isPackaged, packageNote, env }: UpdatePlace): boolean {
  return isPackaged && packageNote !== null && env.PORTABLE_EXECUTABLE_DIR === undefined
}

/** UPDATE_UNTRUSTED when nothing would prove where an update from `url` comes from; else null. */
export function distrustOf(
  { platform, packageNote }: Pick<UpdatePlace, 'platform' | 'packageNote'>,
  url: string,
): FlashlineError | null {
  // macOS replaces a signed program only by one of the same signer.
  if (platform === 'darwin') return null
  if (platform === 'win32') {
    // A package that was signed names its publisher; without the name the updater would compare nothing.
    const isSigned = /^publisherName:\s*(?:\r?\n\s*-)?\s*\S/m.test(packageNote ?? '')
    return isSigned ? null : new FlashlineError('UPDATE_UNTRUSTED', { cause: 'unsigned' })
  }
  // The digest is in the same feed as the package: all that vouches for both is the server's certificate.
  return url.startsWith('https:') ? null : new FlashlineError('UPDATE_UNTRUSTED', { cause: 'http' })
}

const untrusted = new Set([
  'ERR_UPDATER_INVALID_SIGNATURE',
  'ERR_CHECKSUM_MISMATCH',
  'ERR_UPDATER_NO_CHECKSUM',
  'ERR_UPDATER_WEB_INSTALLER_DISABLED',
])

/** What electron-updater or the network threw. Its sentences hold addresses and go nowhere. */
export function updateError(thrown: unknown, url: string): FlashlineError {
  if (thrown instanceof FlashlineError) return thrown
  const code =
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null
  const facts = { host: new URL(url).host, ...(code === null ? {} : { cause: code }) }
  const cause = { cause: thrown }
  return code !== null && untrusted.has(code)
    ? new FlashlineError('UPDATE_UNTRUSTED', facts, cause)
    : new FlashlineError('UPDATE_FAILED', facts, cause)
}
