import { describe, expect, test } from 'vitest'
import { requireWebhookAddress, requireWebhookUrl } from '../../main/factory/webhook-address.ts'
import { FlashlineError } from '../../preload/contract/index.ts'

/** Why it is refused; null: it is not. */
function reason(work: () => unknown): unknown {
  try {
    work()
    return null
  } catch (error) {
    if (!(error instanceof FlashlineError)) throw error
    expect(error.code).toBe('WEBHOOK_ADDRESS')
    return error.context.reason
  }
}

describe('what a URL says by itself', () => {
  test.each([
    ['https://mes.plant.example/hook', false, null],
    ['https://10.0.0.5/hook', false, null],
    ['https://127.0.0.1:8443/hook', false, null],
    ['http://mes.plant.example/hook', false, 'http'],
    ['http://mes.plant.example/hook', true, null],
    ['http://127.0.0.1:8080/hook', true, null],
    ['http://8.8.8.8/hook', true, 'http'],
    ['https://user:secret@mes.plant.example/', false, 'password'],
    ['https://user@mes.plant.example/', false, 'password'],
    ['ftp://mes.plant.example/', true, 'scheme'],
    ['file:///etc/passwd', true, 'scheme'],
    ['https://169.254.169.254/latest/meta-data', false, 'address'],
    // Written otherwise, the same address: the parser of URLs makes one form of them.
    ['https://0xa9fea9fe/', false, 'address'],
    ['https://2852039166/', false, 'address'],
    ['https://[::ffff:169.254.169.254]/', false, 'address'],
    ['https://0.0.0.0/', false, 'address'],
    ['http://[::]/', true, 'address'],
    ['https://[fe80::1]/', false, 'address'],
    ['no url', false, 'url'],
  ])('%s, plain http %s: %s', (url, plainHttp, wanted) => {
    expect(reason(() => requireWebhookUrl(url, plainHttp))).toBe(wanted)
  })
})

describe('the address behind a name', () => {
  const secure = new URL('https://mes.plant.example/')
  const plain = new URL('http://mes.plant.example/')
  test.each([
    ['93.184.216.34', null, 'http'],
    ['192.168.7.9', null, null],
    ['100.100.1.1', null, null],
    ['::1', null, null],
    ['fd00::7', null, null],
    ['2606:2800:220:1::1', null, 'http'],
    ['169.254.169.254', 'address', 'address'],
    ['::ffff:169.254.169.254', 'address', 'address'],
    ['::ffff:a9fe:a9fe', 'address', 'address'],
    ['64:ff9b::a9fe:a9fe', 'address', 'address'],
    ['224.0.0.1', 'address', 'address'],
    ['255.255.255.255', 'address', 'address'],
    ['fe80::1%eth0', 'address', 'address'],
    ['', 'address', 'address'],
  ])('%s: https %s, http %s', (address, https, http) => {
    expect(reason(() => requireWebhookAddress(secure, address))).toBe(https)
    expect(reason(() => requireWebhookAddress(plain, address))).toBe(http)
  })
})
