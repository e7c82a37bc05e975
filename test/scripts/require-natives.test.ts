// No package without the native modules of its system; whoever makes it is told what to type.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Arch } from 'electron-builder'
import { afterEach, beforeEach, expect, it } from 'vitest'
import requireNatives from '../../scripts/require-natives.ts'

let projectDir: string
beforeEach(() => {
  projectDir = mkdtempSync(join(tmpdir(), 'flashline-natives-'))
  install('@napi-rs/keyring/package.json', '{"version":"2.1.2"}')
  install('@napi-rs/keyring-linux-x64-gnu/keyring.node')
  install('@napi-rs/keyring-darwin-arm64/keyring.node')
  for (const folder of ['linux-x64', 'linux-arm64', 'darwin-x64+arm64', 'win32-x64'])
    install(`@serialport/bindings-cpp/prebuilds/${folder}/serial.node`)
  for (const name of ['linux-x64', 'linux-arm64', 'darwin-arm64'])
    install(`better-sqlite3/prebuilds/${name}.node`)
})
afterEach(() => rmSync(projectDir, { recursive: true, force: true }))

function install(file: string, text = ''): void {
  const path = join(projectDir, 'node_modules', file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
const pack = (electronPlatformName: string, arch: Arch) => () =>
  requireNatives({ electronPlatformName, arch, packager: { projectDir } })

it('lets a package be made whose modules are there', () => {
  expect(pack('linux', Arch.x64)).not.toThrow()
  expect(pack('darwin', Arch.arm64)).not.toThrow()
})

it('refuses one without the keychain of its processor', () => {
  expect(pack('linux', Arch.arm64)).toThrow(
    'not installed: @napi-rs/keyring-linux-arm64-gnu; first type: npm install --no-save --force @napi-rs/keyring-linux-arm64-gnu@2.1.2',
  )
})

it('names everything that is missing', () => {
  expect(pack('win32', Arch.x64)).toThrow(
    'not installed: @napi-rs/keyring-win32-x64-msvc, better-sqlite3/prebuilds/win32-x64.node; first type: npm install --no-save --force @napi-rs/keyring-win32-x64-msvc@2.1.2',
  )
})
