// Runs inside the virtual machine, with the product's own transports on a real kernel: uses the adapter in every way and
// tells what it saw, one fact a line. Judges nothing: kernel.test.ts does. What must happen outside (a cable pulled or
// plugged) is asked for the same way. The far end of the wire answers every byte with its complement, or,
// while a plug is pulled in the middle of a write (QEMU 7.2 may crash otherwise), not at all.
import { randomBytes } from 'node:crypto'
import { release } from 'node:os'
import { Places } from '../../../main/bench/places.ts'
import { Slots } from '../../../main/bench/slots.ts'
import { stm32 } from '../../../main/protocols/stm32/index.ts'
import { stm32OptionsSchema } from '../../../main/protocols/stm32/options.ts'
import { checkDrivers } from '../../../main/station/doctor/drivers.ts'
import { checkHubs } from '../../../main/station/doctor/hubs.ts'
import { thisMachine } from '../../../main/station/doctor/machine.ts'
import { checkPorts } from '../../../main/station/doctor/ports.ts'
import { feedFromPorts } from '../../../main/station/slot-sources.ts'
import { readLatencyTimer } from '../../../main/transports/latency-timer.ts'
import type { Link } from '../../../main/transports/link.ts'
import { openSerial } from '../../../main/transports/serial.ts'
import type { PortInfo } from '../../../main/transports/usb.ts'
import { type PortChange, watchPorts } from '../../../main/transports/watch-ports.ts'
import { FlashlineError, type Slot, settingsSchema } from '../../../preload/contract/index.ts'
import { imageOf } from '../../image-of.ts'
import { holdExclusively, installRule, readRules, setLatencyTimer, settleRules } from './inside-tools.ts'
import { sinceDisconnect } from './kernel-log.ts'
import { stm32Firmware } from './stm32-firmware.ts'

const signal = new AbortController().signal
const longMs = 60_000
const tell = (name: string, value: unknown) =>
  process.stdout.write(`\nFACT ${JSON.stringify({ name, value })}\n`)
const ask = (request: object) => process.stdout.write(`\nASK ${JSON.stringify(request)}\n`)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof FlashlineError ? error.code : String(error)),
  )

/** Hot-plug as the product sees it, kept so that a wait misses nothing. */
class Plugs {
  readonly #changes: PortChange[] = []
  #wake: () => void = () => {}

  readonly onChange = (change: PortChange): void => {
    this.#changes.push(change)
    this.#wake()
  }

  async next(kind: 'added' | 'removed'): Promise<PortInfo> {
    for (;;) {
      const port = this.#changes.shift()?.[kind][0]
      if (port !== undefined) return port
      if (this.#changes.length === 0)
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
    }
  }
}

const plugs = new Plugs()
const watching = new AbortController()
void watchPorts({ onChange: plugs.onChange, signal: watching.signal })
const slotsSeen: Pick<Slot, 'slotId' | 'name' | 'address' | 'present' | 'hint'>[] = []
const slots = new Slots(
  ({ slotId, name, address, present, hint }) => slotsSeen.push({ slotId, name, address, present, hint }),
  () => {},
)
const places = new Places([])
const feed = feedFromPorts(slots, places, {
  nameOf: (slotId, address) => (places.find(slotId) ?? places.add(slotId, address)).name,
})
feed.apply(settingsSchema.parse({}))

async function plug(port: number, far: 'answers' | 'silent' | 'stm32' = 'answers'): Promise<PortInfo> {
  ask({ plug: port, far })
  return plugs.next('added')
}

const open = (path: string, limits = {}) => openSerial(path, { baudRate: 115_200, signal }, limits)

/** How many bytes came back right: each as its complement. */
async function exchange(link: Link, count: number): Promise<number> {
  const sent = randomBytes(count)
  const [back] = await Promise.all([
    link.read({ atLeast: count, atMost: count, timeoutMs: longMs, signal }),
    link.write(sent, signal),
  ])
  return back.reduce((right, byte, index) => right + Number(byte === (~(sent[index] ?? 0) & 0xff)), 0)
}

async function basics(path: string): Promise<void> {
  await setLatencyTimer(path, 16)
  const before = await readLatencyTimer(path)
  const link = await open(path)
  const opened = await readLatencyTimer(path)
  await link.setSignals({ dtr: true })
  tell('latency', { before, opened, afterLines: await readLatencyTimer(path) })
  tell('signals', link.hasSignals)
  tell('secondOpen', await codeOf(open(path)))
  tell('bytes', await exchange(link, 100_000))
  for (const baudRate of [9600, 74_880, 250_000, 460_800, 921_600, 1_500_000, 3_000_000, 12_345]) {
    await link.setBaud(baudRate)
    tell(`rate ${baudRate}`, await exchange(link, 100))
  }
  await link.setBaud(2400)
  await link.setSignals({ rts: false })
  await link.setSignals({ dtr: false })
  await link.setSignals({ rts: true })
  await link.setSignals({ dtr: true })
  await link.setBaud(38_400)
  await link.close()
}

/** 8N1, 8E1, 8O1, 8N1 on one open link; `closesToChange`: the way of systems where a port cannot be opened twice. */
async function parities(path: string, closesToChange: boolean): Promise<void> {
  const link = await open(path, { closesToChange })
  // A rate that is used nowhere else marks the place in what the adapter is told.
  await link.setBaud(closesToChange ? 19_200 : 57_600)
  await link.setSignals({ dtr: false, rts: true })
  const right: number[] = []
  for (const parity of ['even', 'odd', 'none'] as const) {
    await link.setParity(parity)
    right.push(await exchange(link, 5000))
  }
  await link.setBaud(38_400)
  tell(closesToChange ? 'parityReopened' : 'parityAside', { right, secondOpen: await codeOf(open(path)) })
  await link.close()
}

async function unplugReading(path: string): Promise<void> {
  const link = await open(path)
  const reading = codeOf(link.read({ atLeast: 1, timeoutMs: longMs, signal }))
  ask({ pull: true })
  const code = await reading
  tell('unplugReading', { code, lateMs: sinceDisconnect(), closed: await link.closed })
  await link.close()
  await plugs.next('removed')
}

async function unplugWriting(path: string): Promise<void> {
  const link = await open(path)
  const block = new Uint8Array(1024)
  let written = 0
  const writing = async (): Promise<never> => {
    for (;;) {
      await link.write(block, signal)
      written += block.length
      if (written === 50 * block.length) ask({ pull: true })
    }
  }
  const code = await codeOf(writing())
  tell('unplugWriting', { code, lateMs: sinceDisconnect(), closed: await link.closed, written })
  await link.close()
  await plugs.next('removed')
}

async function unplugChangingParity(path: string): Promise<void> {
  const link = await open(path)
  const changing = async (): Promise<never> => {
    ask({ pull: true })
    for (;;) {
      await link.setParity('even')
      await link.setParity('none')
    }
  }
  const code = await codeOf(changing())
  tell('unplugChanging', { code, lateMs: sinceDisconnect(), closed: await link.closed })
  await link.close()
  await plugs.next('removed')
}

async function flashStm32(): Promise<void> {
  ask({ pull: true })
  await plugs.next('removed')
  const port = await plug(3, 'stm32')
  const link = await open(port.path)
  await link.setBaud(56_000)
  const target = await stm32.connect(link, stm32OptionsSchema.parse({}), {
    signal,
    log: () => {},
    baudRate: 56_000,
  })
  const plan = target.plan(imageOf(stm32Firmware))
  for await (const _ of target.write(plan, signal));
  let verified = 'nothing'
  for await (const event of target.verify(plan, signal)) verified = event.kind
  await link.setBaud(38_400)
  await link.close()
  tell('stm32', { family: target.chip.family, verified })
}

async function askDoctor() {
  const machine = thisMachine(release())
  const [ports, drivers, hubs] = [
    await checkPorts(machine, signal),
    await checkDrivers(machine, 'resources'),
    await checkHubs(machine),
  ]
  return [...ports, ...drivers, ...hubs].map(({ finding, facts }) => ({ finding, facts }))
}

const first = await plug(1)
tell('plugged', first)
await basics(first.path)
await parities(first.path, false)
await parities(first.path, true)
const letGo = await holdExclusively(first.path)
tell('heldExclusively', await codeOf(open(first.path)))
tell('doctorWhileHeld', await askDoctor())
await letGo()

for (let round = 0; round < 3; round += 1) {
  await unplugReading(first.path)
  tell('replugged', await plug(1, 'silent'))
  await unplugWriting(first.path)
  tell('replugged', await plug(1))
  await unplugChangingParity(first.path)
  if (round < 2) tell('replugged', await plug(1))
}

await installRule()
const other = await plug(3)
settleRules()
tell('otherPort', other)
tell('latencyByRule', await readLatencyTimer(other.path))
tell('rules', readRules(other.path))
tell('doctor', await askDoctor())
const link = await open(other.path)
tell('bytesOther', await exchange(link, 1000))
await link.close()
await flashStm32()
tell('slots', slotsSeen)
watching.abort()
await feed.stop()
tell('end', null)
