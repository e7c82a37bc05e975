// What surrounds the station in its benchmarks: the processes of the chips, and the settings and roster that name them.
import { buildFirmware, firmwareOffset } from '../chips/bench-images.ts'
import { type RunningChips, startChips } from '../chips/start-chips.ts'
import { baudRate, profileIdOf } from './profiles.ts'
import { serialNumberOf, units, versions } from './units.ts'

export const chipProcesses = 2

/** Each kind in every process, so that none of them is busier than the others. */
export async function startAllChips(roundTripMs: number): Promise<AsyncDisposable & { all: RunningChips[] }> {
  const orders = units.map(({ kind, number, sizeBytes }) => ({
    kind,
    number,
    baudRate,
    roundTripMs,
    isExact: false,
    firmware: { version: versions.from, sizeBytes },
    digestOf: {
      offset: firmwareOffset(kind),
      sizeBytes: buildFirmware({ kind, version: versions.to, sizeBytes }).length,
    },
  }))
  const all = await Promise.all(
    Array.from({ length: chipProcesses }, (_, host) =>
      startChips(orders.filter((_, index) => index % chipProcesses === host)),
    ),
  )
  return {
    all,
    async [Symbol.asyncDispose]() {
      for (const host of all) await host[Symbol.asyncDispose]()
    },
  }
}

/** `extra`: addresses of more slots, set up as the first. */
export function settingsOf(
  baseUrl: string,
  addresses: readonly string[],
  extra: readonly string[] = [],
): object {
  const slots = units.map(({ kind, productId }, index) => ({
    address: addresses[index],
    productId,
    profileId: profileIdOf(kind),
  }))
  return {
    watchUsb: false,
    connections: [{ kind: 'xlink', connectionId: 'cloud', baseUrl, corpId: 'flashline' }],
    slots: [...slots, ...extra.map((address) => ({ ...slots[0], address }))],
  }
}

/** CSV */
export function roster(): string {
  const rows = units.map((unit) => {
    const { deviceId, mac } = unit.device
    return [deviceId, mac, serialNumberOf(unit), unit.productId].join(',')
  })
  return ['device_id,mac,sn,product', ...rows, ''].join('\n')
}

/** By unit. */
export function addressesOf(hosts: readonly RunningChips[]): string[] {
  return units.map((_, index) => {
    const host = hosts[index % chipProcesses]
    return `tcp://127.0.0.1:${host?.ports[Math.floor(index / chipProcesses)]}`
  })
}
