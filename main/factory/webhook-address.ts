// Which addresses a webhook may have. A lead chooses them, so a plant's own network is fine; never those of the network
// itself (link-local, where clouds keep their metadata; multicast) and plain http only inside the plant. Pure. Every address
// that a name stands for is asked about when the connection is opened: post-webhook.ts.
import { BlockList, isIP } from 'node:net'
import { FlashlineError } from '../../preload/contract/index.ts'

type Place = 'public' | 'inside' | 'never'

const inside = new BlockList()
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
inside.addAddress('::1', 'ipv6')
inside.addSubnet('fc00::', 7, 'ipv6')

const never = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['224.0.0.0', 3],
] as const)
  never.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  // An IPv4 address in other clothes: through a translator it would reach any of the above.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
] as const)
  never.addSubnet(net, bits, 'ipv6')

function placeOf(address: string): Place {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4'
  // What is not understood is not spoken to; a block list takes any IPv4-mapped address for an IPv4 one.
  if (isIP(plain) === 0 || never.check(plain, family)) return 'never'
  return inside.check(plain, family) ? 'inside' : 'public'
}

/** What can be said before anybody is asked. WEBHOOK_ADDRESS {host, reason} */
export function requireWebhookUrl(text: string, plainHttp: boolean): URL {
  if (!URL.canParse(text)) throw new FlashlineError('WEBHOOK_ADDRESS', { host: '', reason: 'url' })
  const url = new URL(text)
  const refuse = (reason: string) => new FlashlineError('WEBHOOK_ADDRESS', { host: url.host, reason })
  if (url.username !== '' || url.password !== '') throw refuse('password')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('scheme')
  if (url.protocol === 'http:' && !plainHttp) throw refuse('http')
  const literal = hostOf(url)
  if (isIP(literal) !== 0) requireWebhookAddress(url, literal)
  return url
}

/** Of the address that would be connected to. WEBHOOK_ADDRESS {host, address, reason} */
export function requireWebhookAddress(url: URL, address: string): void {
  const place = placeOf(address)
  const refuse = (reason: string) =>
    new FlashlineError('WEBHOOK_ADDRESS', { host: url.host, address, reason })
  if (place === 'never') throw refuse('address')
  if (place === 'public' && url.protocol === 'http:') throw refuse('http')
}

/** An IPv6 literal without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')
