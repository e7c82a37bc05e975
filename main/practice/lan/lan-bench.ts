// The LAN of a practice bench: simulated devices on the loopback, announced there as real ones announce themselves, with
// what they run at the moment. Not here: which devices (demo-lan.ts), and who listens.
import { type Announcement, type Announcer, openAnnouncer } from './announce.ts'
import type { Vendor } from './announcements.ts'
import type { SimulatedLanUnit } from './lan-unit.ts'

export interface LanPlace {
  readonly unit: SimulatedLanUnit
  /** How devices of its make announce themselves. */
  readonly announce: Vendor
}

export interface LanBench {
  readonly units: readonly SimulatedLanUnit[]
  /** As they are now. */
  announcements(): Announcement[]
  /** Says goodbye and switches all off. Idempotent. */
  close(): Promise<void>
}

const loopback = '127.0.0.1'
/** A device announces itself anew after a restart; that is looked for this often. */
const lookAgainMs = 1000

/** All of them run when it resolves. Where nothing can be announced on the loopback, they are there all the same. */
export async function openLanBench(places: readonly LanPlace[]): Promise<LanBench> {
  await Promise.all(places.map(({ unit }) => unit.start()))
  const announcements = () =>
    places.map(({ unit, announce }) => {
      const { device, address, version } = unit
      return announce({ mac: device.mac, address: loopback, port: Number(new URL(address).port), version })
    })
  const announcer: Announcer | null = await openAnnouncer(loopback).catch(() => null)
  let told = ''
  const tell = async () => {
    const now = announcements()
    const facts = JSON.stringify(now)
    if (facts === told) return
    told = facts
    await announcer?.announce(now)
  }
  await tell()
  const timer = setInterval(() => void tell(), lookAgainMs).unref()
  let closing: Promise<void> | null = null
  return {
    units: places.map(({ unit }) => unit),
    announcements,
    close() {
      closing ??= (async () => {
        clearInterval(timer)
        await announcer?.close()
        await Promise.all(places.map(({ unit }) => unit.close()))
      })()
      return closing
    },
  }
}
