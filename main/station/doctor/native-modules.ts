// Whether the native parts load, each by the file that alone imports it. A package for another system, or one that was
// built for another runtime, shows here and not in the middle of a job.
import type { DoctorLine } from '../../../preload/contract/index.ts'
import { line, reasonOf } from './line.ts'

export type NativeModules = Readonly<Record<string, () => Promise<unknown>>>

export const usualModules: NativeModules = {
  async 'better-sqlite3'() {
    const { openSqlite } = await import('../../store/open.ts')
    openSqlite(':memory:').close()
  },
  serialport: () => import('../../transports/serial.ts'),
  '@napi-rs/keyring': async () => (await import('../keychain.ts')).loadKeychainModule(),
}

/** One line for all that load, one for each that does not. */
export async function checkNativeModules(modules: NativeModules = usualModules): Promise<DoctorLine[]> {
  const loaded: string[] = []
  const broken: DoctorLine[] = []
  for (const [module, load] of Object.entries(modules)) {
    try {
      await load()
      loaded.push(module)
    } catch (cause) {
      const { cause: deeper = cause } = cause instanceof Error ? cause : {}
      broken.push(line('nativeBroken', { module, reason: reasonOf(deeper) }))
    }
  }
  return [...(loaded.length > 0 ? [line('nativeLoaded', { modules: loaded.join(', ') })] : []), ...broken]
}
