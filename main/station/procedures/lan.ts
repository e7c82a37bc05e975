// Devices of the LAN: looked for, put on the bench and taken off it.
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function lanProcedures(implementer: Implementer, { lan }: StationParts) {
  return {
    interfaces: implementer.lan.interfaces.handler(() => lan.interfaces()),
    scan: implementer.lan.scan.handler(({ input }) => lan.scan(input.range)),
    cancelScan: implementer.lan.cancelScan.handler(() => lan.cancelScan()),
    place: implementer.lan.place.handler(({ input }) => lan.place(input.devices)),
    remove: implementer.lan.remove.handler(async ({ input }) => ({
      removed: await lan.remove(input.slotIds),
    })),
  }
}
