// A device that is told by requests to it.
import type { LanHost } from '../../transports/lan-host.ts'
import type { Access } from '../lan/access.ts'
import { DeviceHttp } from '../lan/device-http.ts'
import { askVersion } from '../lan/version-query.ts'
import { waitForVersion } from '../lan/wait-for-version.ts'
import { Bell } from './bell.ts'
import type { DeviceWay, WayContext } from './device-way.ts'
import { followPage } from './follow.ts'
import type { PullOptions } from './options.ts'
import { byRequests, give } from './trigger.ts'
import type { Way } from './trigger-options.ts'

const connectMs = 5000

export function openHttpWay(
  host: LanHost,
  trigger: Way<'http'>,
  { follow, version }: PullOptions,
  context: WayContext,
): DeviceWay {
  const password = context.password?.() ?? ''
  const access = { ...trigger, port: trigger.port ?? host.port }
  const query = version?.by === 'http' ? { ...version, port: version.port ?? access.port } : null
  const ask = query && ((signal: AbortSignal) => askVersion(host, query, signal, password))
  return {
    bell: new Bell(),
    name: host.name,
    introduce: (signal) => (ask === null ? isThere(host, access, signal) : ask(signal)),
    async start(values, news, signal) {
      const device = new DeviceHttp(host, access, password, values)
      const { ip } = host
      const inBody = { ...values, ip, userName: access.userName, password }
      const told = give(byRequests(trigger, device, inBody), news, signal)
      const followed = follow?.by === 'http' ? followPage(device, follow, news, signal) : null
      return { ended: Promise.all([told, followed]).then(() => {}) }
    },
    forget: () => {},
    waitForVersion:
      ask &&
      (({ before, timeoutMs }, signal) =>
        waitForVersion(ask, { before: before && { startedAtMs: null, ...before }, timeoutMs, signal })),
    close: () => {},
  }
}

/** Where it cannot be asked anything. LAN_UNREACHABLE. */
async function isThere(host: LanHost, { port, tls }: Access, signal: AbortSignal): Promise<null> {
  const link = await host.connect(port ?? (tls === null ? 80 : 443), { timeoutMs: connectMs, signal })
  await link.close()
  return null
}
