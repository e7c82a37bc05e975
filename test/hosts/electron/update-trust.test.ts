// Whose updates are taken: by the package, the system and the address.
import { describe, expect, it } from 'vitest'
import { distrustOf, isUpdatable, updateError } from '../../../main/hosts/electron/update-trust.ts'
import { FlashlineError, isUpdateUrl, settingsSchema } from '../../../preload/contract/index.ts'

const unsigned = 'provider: generic\nurl: https://flashline.internal/updates\n'
const signed = `${unsigned}publisherName:\n  - Plant Ltd.\n`
const place = { isPackaged: true, platform: 'win32', env: {}, packageNote: signed } as const

describe('updatable', () => {
  it('is what an installer put there', () => {
    expect(isUpdatable(place)).toBe(true)
    expect(isUpdatable({ ...place, isPackaged: false })).toBe(false)
    expect(isUpdatable({ ...place, packageNote: null })).toBe(false)
    expect(isUpdatable({ ...place, env: { PORTABLE_EXECUTABLE_DIR: 'E:\\' } })).toBe(false)
  })
})

describe('trust', () => {
  const code = (platform: NodeJS.Platform, packageNote: string, url: string) =>
    distrustOf({ platform, packageNote }, url)?.code ?? null

  it('on Windows needs a package that names its publisher', () => {
    expect(code('win32', signed, 'http://updates.local/')).toBeNull()
    expect(code('win32', `${unsigned}publisherName: Plant Ltd.\n`, 'https://updates.example/')).toBeNull()
    expect(code('win32', unsigned, 'https://updates.example/')).toBe('UPDATE_UNTRUSTED')
    expect(code('win32', `${unsigned}publisherName:\n`, 'https://updates.example/')).toBe('UPDATE_UNTRUSTED')
  })

  it('on macOS is the system’s', () => {
    expect(code('darwin', unsigned, 'http://updates.local/')).toBeNull()
  })

  it('on Linux needs https', () => {
    expect(code('linux', unsigned, 'https://updates.example/')).toBeNull()
    expect(code('linux', signed, 'http://updates.local/')).toBe('UPDATE_UNTRUSTED')
  })

  it.each([
    ['ERR_UPDATER_INVALID_SIGNATURE', 'UPDATE_UNTRUSTED'],
    ['ERR_CHECKSUM_MISMATCH', 'UPDATE_UNTRUSTED'],
    ['ECONNREFUSED', 'UPDATE_FAILED'],
  ])('%s is %s', (cause, expected) => {
    const thrown = Object.assign(new Error('at https://user:secret@updates.example/?key=1'), { code: cause })
    const error = updateError(thrown, 'https://updates.example/flashline')
    expect(error).toMatchObject({ code: expected, context: { host: 'updates.example', cause } })
    expect(error.message).not.toContain('secret')
  })

  it('keeps what has a code of ours', () => {
    const error = new FlashlineError('UPDATE_UNTRUSTED')
    expect(updateError(error, 'https://updates.example')).toBe(error)
  })
})

describe('addresses', () => {
  it.each([
    'https://updates.example/flashline',
    'http://flashline.internal/updates',
    'http://nas/updates',
    'http://server.local:8080/',
    'http://10.1.2.3/',
    'http://172.31.0.1/',
    'http://192.168.1.5:9000/u/',
    'http://[fd12::1]/',
    'http://localhost:1',
  ])('%s may be set', (url) => expect(isUpdateUrl(url)).toBe(true))

  it.each([
    'http://updates.example/',
    'http://172.32.0.1/',
    'http://8.8.8.8/',
    'http://10.evil.example/',
    'http://[2001:db8::1]/',
    'https://user@updates.example/',
    'https://updates.example/?channel=beta',
    'ftp://nas/updates',
    'file:///updates',
    'updates.example',
  ])('%s may not', (url) => {
    expect(isUpdateUrl(url)).toBe(false)
    expect(settingsSchema.safeParse({ updates: { url } }).success).toBe(false)
  })

  it('is none at first, and nothing is taken by itself', () => {
    expect(settingsSchema.parse({}).updates).toEqual({ url: '', automatic: false })
  })
})
