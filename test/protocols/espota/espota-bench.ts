// A simulated Arduino OTA device on the loopback, and the steps that a job takes with it.
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { EspotaUnit, type EspotaUnitOptions } from '../../../main/practice/lan/espota/espota-unit.ts'
import { espota } from '../../../main/protocols/espota/index.ts'
import type { EspotaOptions } from '../../../main/protocols/espota/options.ts'
import type { FlashPlan, Target, VerifyEvent, WriteEvent } from '../../../main/protocols/protocol.ts'
import { openLan } from '../../../main/transports/lan.ts'
import type { Link } from '../../../main/transports/link.ts'
import { imageOf } from '../../image-of.ts'

export const oldApp = buildEspApp({ model: 'esp32', version: '1.0.0', sizeBytes: 60_000 })
export const newApp = buildEspApp({ model: 'esp32', version: '2.0.1', sizeBytes: 300_000 })
export const newImage = imageOf(newApp)
export const never = new AbortController().signal

export function openHost(address: string): Promise<Link> {
  return openLan({ ranges: () => ['127.0.0.0/8'] })(address, { baudRate: 0, signal: never })
}

export interface Bench extends AsyncDisposable {
  readonly unit: EspotaUnit
  link(): Promise<Link>
  options(given?: Partial<EspotaOptions>): EspotaOptions
  connect(options?: Partial<EspotaOptions>, password?: string): Promise<Target>
}

export async function benchOf(given: Partial<EspotaUnitOptions> = {}): Promise<Bench> {
  const unit = new EspotaUnit({
    device: { deviceId: '7', mac: '02F1A5410007', sn: 'SN-7' },
    firmware: oldApp,
    ...given,
  })
  await unit.start()
  const links: Link[] = []
  const link = async () => {
    const opened = await openHost(unit.address)
    links.push(opened)
    return opened
  }
  const options = (changed: Partial<EspotaOptions> = {}) =>
    espota.options.parse({
      inviteTimeoutMs: 8000,
      connectTimeoutMs: 400,
      ackTimeoutMs: 900,
      finishTimeoutMs: 900,
      restartTimeoutMs: 4000,
      version: { port: unit.pagePort, mac: { pointer: '/mac' }, deviceId: { pointer: '/deviceId' } },
      ...changed,
    })
  return {
    unit,
    link,
    options,
    connect: async (changed = {}, password = '') =>
      espota.connect(await link(), options(changed), {
        signal: never,
        log: () => {},
        password: () => password,
      }),
    async [Symbol.asyncDispose]() {
      for (const one of links) await one.close()
      await unit.close()
    },
  }
}

export async function writeAll(target: Target, plan: FlashPlan, signal = never): Promise<WriteEvent[]> {
  const events: WriteEvent[] = []
  for await (const event of target.write(plan, signal)) events.push(event)
  return events
}

export async function verifyAll(target: Target, plan: FlashPlan): Promise<VerifyEvent[]> {
  const events: VerifyEvent[] = []
  for await (const event of target.verify(plan, never)) events.push(event)
  return events
}

export function kinds(events: readonly WriteEvent[]): string[] {
  return [...new Set(events.map(({ kind }) => kind))]
}
