// Where secrets go: into the system's keychain, proved with an entry of its own, or into a file.
import { join } from 'node:path'
import type { DoctorLine } from '../../../preload/contract/index.ts'
import { line, reasonOf } from './line.ts'

/** `open` rejects, or gives null, where there is no keychain. */
export async function checkKeychain(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  open: () => Promise<unknown>,
): Promise<DoctorLine[]> {
  const path = join(dataDir, 'secrets.json')
  if (env.FLASHLINE_KEYCHAIN === 'off') return [line('keychainOff', { path })]
  try {
    const keychain = await open()
    return [keychain === null ? line('keychainMissing', { path }) : line('keychainWorks')]
  } catch (cause) {
    return [line('keychainMissing', { path, reason: reasonOf(cause) })]
  }
}
