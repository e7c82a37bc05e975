// Before a package is made: are the prebuilt native modules of its system and processor there? npm installs the keychain's
// only for the computer it runs on; a package without it would keep secrets in a file and nobody would notice.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Arch } from 'electron-builder'
import { z } from 'zod'

/** What is used of electron-builder's context. */
interface Target {
  /** Node's name. */
  readonly electronPlatformName: string
  readonly arch: Arch
  readonly packager: { readonly projectDir: string }
}

/** electron-builder's hook `beforePack`. Throws with what to type. */
export default function requireNatives({ electronPlatformName: platform, arch, packager }: Target): void {
  const target = `${platform}-${Arch[arch]}`
  const modules = join(packager.projectDir, 'node_modules')
  const libc = platform === 'linux' ? '-gnu' : platform === 'win32' ? '-msvc' : ''
  const keyring = `@napi-rs/keyring-${target}${libc}`
  const serial = platform === 'darwin' ? 'darwin-x64+arm64' : target
  const prebuilt = [`@serialport/bindings-cpp/prebuilds/${serial}`, `better-sqlite3/prebuilds/${target}.node`]
  const missing = [keyring, ...prebuilt].filter((path) => !existsSync(join(modules, path)))
  if (missing.length === 0) return
  // Beside that of this computer, which still has to run what builds.
  const command = missing.includes(keyring)
    ? `npm install --no-save --force ${keyring}@${versionOf(join(modules, '@napi-rs/keyring'))}`
    : 'npm ci'
  throw new Error(`not installed: ${missing.join(', ')}; first type: ${command}`)
}

function versionOf(folder: string): string {
  const file: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return z.object({ version: z.string() }).parse(file).version
}
