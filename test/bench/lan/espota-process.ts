// A program that is a fleet of simulated devices with Arduino OTA on loopback. Argument: the fleet. Says where each listens
// and where its page is; answers every line with the versions that they run.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { EspotaUnit } from '../../../main/practice/lan/espota/espota-unit.ts'
import type { Fleet } from './fleet.ts'

export interface EspotaSaid {
  readonly places: readonly { readonly port: number; readonly pagePort: number }[]
}

const { devices, from }: Fleet = JSON.parse(process.argv[2] ?? '')
const firmware = readFileSync(from.file)
const units = devices.map((device) => new EspotaUnit({ device, firmware, slotBytes: 2 * firmware.length }))
await Promise.all(units.map((unit) => unit.start()))
const places = units.map(({ address, pagePort }) => ({ port: Number(address.split(':').at(-1)), pagePort }))
console.log(JSON.stringify({ places } satisfies EspotaSaid))
for await (const _ of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(units.map(({ version }) => version)))
await Promise.all(units.map((unit) => unit.close()))
