// What a package holds: every file that the program needs, and none that nobody should get.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { describe, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { readPackedPackages } from '../../scripts/packed-packages.ts'
import { filesBelow, packagesBelow } from './files-below.ts'

const { dir, contents } = inject('packed')
const files = filesBelow(contents)
const ours = files.filter((file) => !file.startsWith('node_modules/'))

describe('our own files', () => {
  it('are the whole build and its resources, and nothing else', () => {
    const bundles = ['main', 'preload', 'renderer'].flatMap((world) =>
      filesBelow(join('out', world))
        .filter((file) => !file.startsWith('.'))
        .map((file) => `out/${world}/${file}`),
    )
    const resources = ['icons', 'profiles', 'udev']
      .filter((part) => existsSync(join('resources', part)))
      .flatMap((part) => filesBelow(join('resources', part)).map((file) => `resources/${part}/${file}`))
    expect(bundles.length).toBeGreaterThan(50)
    expect(ours).toEqual(
      [...bundles, ...resources, 'out/licences.txt', 'out/sbom.json', 'LICENSE', 'package.json'].sort(),
    )
  })

  it('say nothing of how they were made', () => {
    const packageFile = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(readFileSync(join(contents, 'package.json'), 'utf8')))
    expect(Object.keys(packageFile)).not.toContain('scripts')
    expect(Object.keys(packageFile)).not.toContain('devDependencies')
    expect(packageFile).toMatchObject({ name: 'flashline', main: 'out/main/electron.js', type: 'module' })
    const here = process.cwd()
    const telling = ours.filter((file) => readFileSync(join(contents, file)).includes(here))
    expect(telling).toEqual([])
  })
})

describe('packages', () => {
  it('are the production dependencies of this system in their versions, and no other', () => {
    // Whole in the bundles, for compilers only, or another system's.
    const left = /(^|\/)(kysely|commander|node-addon-api|keyring-(?!linux-(?:x64|arm64)-gnu$)[^/]*)$/
    const expected = readPackedPackages('.')
      .filter(({ folder, isProduction }) => isProduction && !left.test(folder) && existsSync(folder))
      .map(({ name, version }) => `${name}@${version}`)
    const packed = packagesBelow(contents).map(({ name, version }) => `${name}@${version}`)
    expect(packed.length).toBeGreaterThan(100)
    expect([...new Set(packed)].sort()).toEqual([...new Set(expected)].sort())
  })

  it.each([
    { what: 'sources', pattern: /\.(ts|mts|cts|tsx|c|cc|cpp|h|hpp|gyp|gypi|coffee|flow)$/ },
    { what: 'source maps', pattern: /\.map$/ },
    { what: 'tests', pattern: /(^|\/)(test|tests|__tests__|fixtures?)\/|\.(test|spec)\.[cm]?js$/ },
    { what: 'documents', pattern: /\.(md|markdown)$|(^|\/)docs\// },
    {
      what: 'settings and secrets',
      pattern: /(^|\/)\.[^/]+$|\.(pem|key|p12|pfx)$|settings\.json$|\.log$|\.db$|\.sqlite$/,
    },
    {
      what: 'development tools',
      pattern:
        /node_modules\/(vite|vitest|typescript|electron|electron-builder|playwright[^/]*|@biomejs|@playwright|@types|react)\//,
    },
  ])('bring no $what', ({ pattern }) => {
    expect(files.filter((file) => pattern.test(file))).toEqual([])
  })
})

describe('native modules', () => {
  const unpacked = join(dir, 'resources', 'app.asar.unpacked')
  const natives = filesBelow(unpacked).filter((file) => file.endsWith('.node'))

  it('lie beside the archive, those of this system only, and with the rules for udev nothing else', () => {
    const arch = process.arch
    expect(natives).toHaveLength(3)
    expect(natives.join('\n')).toMatch(new RegExp(`better-sqlite3/prebuilds/linux-${arch}\\.node`))
    expect(natives.join('\n')).toMatch(new RegExp(`bindings-cpp/prebuilds/linux-${arch}/.*glibc\\.node`))
    expect(natives.join('\n')).toMatch(new RegExp(`keyring-linux-${arch}-gnu/`))
    const rules = filesBelow('resources/udev').map((file) => `resources/udev/${file}`)
    expect(filesBelow(unpacked)).toEqual([...natives, ...rules].sort())
  })

  it.each(natives)('%s is loaded by Node', (native) => {
    const module: unknown = createRequire(import.meta.url)(join(unpacked, native))
    expect(Object.keys(z.looseObject({}).parse(module)).length).toBeGreaterThan(0)
  })
})

describe('the program', () => {
  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(dir, 'flashline'))
    const state = (fuse: FuseV1Options) =>
      wire[fuse] === FuseState.ENABLE ? 'on' : FuseState[wire[fuse] ?? 0]
    expect({
      runAsNode: state(FuseV1Options.RunAsNode),
      cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
      nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
      integrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
      ownSnapshot: state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      fileProtocol: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: 'DISABLE',
      cookieEncryption: 'on',
      nodeOptions: 'DISABLE',
      inspect: 'DISABLE',
      integrity: 'on',
      onlyAsar: 'on',
      ownSnapshot: 'DISABLE',
      fileProtocol: 'DISABLE',
    })
  })

  it('keeps the licences of Electron and speaks our two languages', () => {
    expect(readdirSync(dir)).toEqual(
      expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']),
    )
    expect(readdirSync(join(dir, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak'])
  })

  it('knows a server inside the plant and no other', () => {
    const note = readFileSync(join(dir, 'resources', 'app-update.yml'), 'utf8')
    expect(note).toMatch(/^provider: generic\nurl: https:\/\/flashline\.internal\/updates\n/)
  })
})
