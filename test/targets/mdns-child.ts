// Run by mdns-namespaces.test.ts inside a network namespace. `watch <ms> <interface>...`: asks that often, prints what is seen of devices, as JSON
// lines. `announce <address> <announcement as JSON>...`: announces until it is stopped, and says goodbye.
import { openAnnouncer } from '../../main/practice/lan/announce.ts'
import { watchMdns } from '../../main/transports/mdns.ts'

const [what, ...rest] = process.argv.slice(2)
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
const print = (facts: object) => console.log(JSON.stringify(facts))

if (what === 'watch') {
  await watchMdns({
    interfaces: rest.slice(1),
    requeryMs: Number(rest[0]),
    onSighting: (sighting) => print({ event: 'sighting', ...sighting }),
    onGone: (sighting) => print({ event: 'gone', ...sighting }),
    onState: (name, error) => print({ event: 'state', name, reason: error?.context.reason ?? null }),
    signal: stop.signal,
  })
} else {
  const [address, ...announcements] = rest
  const { announce, close } = await openAnnouncer(address)
  await announce(announcements.map((one) => JSON.parse(one)))
  print({ event: 'announced' })
  stop.signal.addEventListener('abort', () => void close())
}
