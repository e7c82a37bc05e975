// The keychain of the operating system: macOS Keychain, Windows Credential Manager, Secret Service on Linux. The only
// file that loads its module, and only when a station asks. Linux's kernel keyring is not used: it forgets at a restart.
import { randomUUID } from 'node:crypto'

export interface Keychain {
  /** Null when there is none of this name. */
  read(name: string): Promise<string | null>
  write(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

const service = 'Flashline'
/** A keychain that asks a person first must not hold up the start for ever. */
const probeTimeoutMs = 5000

/** Rejects where the module is not made for this system. */
export const loadKeychainModule = () => import('@napi-rs/keyring')

/**
 * Null where there is none, or none that answers: then secrets go into a file. `FLASHLINE_KEYCHAIN=off` does without,
 * for fixtures where nobody can unlock one.
 */
export async function systemKeychain(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Keychain | null> {
  return env.FLASHLINE_KEYCHAIN === 'off' ? null : openKeychain().catch(() => null)
}

/** Tried with an entry that is written, read back and removed. Rejects with what the system says where there is none. */
export async function openKeychain(): Promise<Keychain> {
  const { AsyncEntry } = await loadKeychainModule()
  const entry = (name: string) => new AsyncEntry(service, name, { linux: { store: 'secret-service' } })
  const keychain: Keychain = {
    read: async (name) => (await entry(name).getPassword()) ?? null,
    write: (name, value) => entry(name).setPassword(value),
    async remove(name) {
      await entry(name).deleteCredential()
    },
  }
  const probe = `probe ${randomUUID()}`
  await within(probeTimeoutMs, async () => {
    await keychain.write(probe, 'probe')
    const kept = await keychain.read(probe).finally(() => keychain.remove(probe))
    if (kept !== 'probe') throw new Error('the keychain did not keep what was written')
  })
  return keychain
}

async function within(timeoutMs: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the keychain does not answer')), timeoutMs)
  })
  try {
    await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
