// A practice station in a real process, started as the desktop starts it: through the stand-in's utilityProcess, from the
// sources. With a client of the contract that is asked for anew after every crash, as the page is.
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { MessageChannelMain } from 'electron'
import type { DesktopStation, PortHolder } from '../../../main/hosts/electron/desktop-station.ts'
import { openStationUtility } from '../../../main/hosts/electron/station-utility.ts'
import { resourcesDir } from '../../../main/hosts/program-root.ts'
import type { StationClient } from '../../../main/station/router.ts'
import type { Job, StationEvent } from '../../../preload/contract/index.ts'

const stationFile = new URL('../../../main/hosts/station-process/index.ts', import.meta.url).pathname

export function openUtilityStation(
  dataDir: string,
  onCrash: (facts: object) => void = () => {},
): Promise<DesktopStation> {
  return openStationUtility(
    { dataDir, resourcesDir: resourcesDir(), practice: true, version: 'test' },
    {
      stationFile,
      // A test keeps nothing in the keychain of whoever runs it.
      env: { ...process.env, FLASHLINE_KEYCHAIN: 'off' },
      logger: { info: () => {}, warn: () => {}, error: onCrash },
    },
  )
}

/** `ended`: the other end has gone. */
export function clientOf(
  station: DesktopStation,
  holder: PortHolder,
): { client: StationClient; ended: Promise<void> } {
  const { port1: ours, port2: theirs } = new MessageChannelMain()
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  ours.once('close', resolve)
  station.connect(theirs, holder)
  const client: StationClient = createORPCClient(new RPCLink({ port: ours }))
  ours.start()
  return { client, ended }
}

/** Follows the station from here on until an event is the one, or its job has ended. */
export async function until(
  client: StationClient,
  isTheOne: (event: StationEvent) => boolean,
  begin: () => Promise<unknown> = async () => {},
): Promise<void> {
  const { seq } = await client.station.snapshot()
  const events = await client.station.events({ afterSeq: seq })
  await begin()
  for await (const event of events) if (isTheOne(event)) return
  throw new Error('the events ended')
}

/** Starts this slot and waits for the end of its job. */
export async function flash(client: StationClient, slotId: string): Promise<Job> {
  let ended: Job | null = null
  await until(
    client,
    (event) => {
      if (event.type === 'jobFinished' && event.job.slotId === slotId) ended = event.job
      return ended !== null
    },
    () => client.jobs.start({ slotId }),
  )
  if (ended === null) throw new Error('no job has ended')
  return ended
}

/** Starts this slot and waits until its bytes cross the line. */
export async function beginFlash(client: StationClient, slotId: string): Promise<void> {
  const isWriting = (event: StationEvent) =>
    event.type === 'progress' && event.step === 'flash' && event.doneBytes > 0
  await until(client, isWriting, () => client.jobs.start({ slotId }))
}
