// What tempts a station to write the wrong thing, as data: each case arranges it, and names the unit that must stay as it is
// and the code that says why.
import type { NewTask } from '../../../main/local-cloud/admin.ts'
import { buildDemoImage } from '../../../main/practice/demo-image.ts'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import type { ErrorCode, Job, OrderDraft } from '../../../preload/contract/index.ts'
import { versions } from '../plant/kinds.ts'
import type { WatchedUnit } from '../plant/watched-unit.ts'
import type { WrongBench } from './wrong-bench.ts'

/** How it went: a job that was recorded as refused, or a start that was refused before there was one. */
export interface Tried {
  readonly orderId: string
  readonly unit: WatchedUnit
  readonly refused: Job | ErrorCode
  /** What the unit held right before; left out: what it held when the case began. */
  readonly held?: Buffer
}

export interface WrongCase {
  readonly guard: string
  readonly input: string
  readonly code: ErrorCode
  /** `image`: no other case has this one. */
  run(bench: WrongBench, image: (version?: string) => Uint8Array): Promise<Tried>
}

const { old, next } = versions

/** The first board, under an order, with a running task that is as `task` says. */
const board =
  (task: Partial<NewTask>, draft: Partial<OrderDraft> = {}, version?: string): WrongCase['run'] =>
  async (bench, image) => {
    await bench.task(image(version), task)
    return one(bench, bench.units.first, draft)
  }

async function one(bench: WrongBench, unit: WatchedUnit, draft: Partial<OrderDraft>): Promise<Tried> {
  const { orderId } = await bench.arm(draft)
  return { orderId, unit, refused: await bench.flash(unit) }
}

/** The chip, with a task whose image is this one. */
const chip =
  (image: Uint8Array, name: string, draft: Partial<OrderDraft> = {}): WrongCase['run'] =>
  async (bench) => {
    const { productId } = bench.chip
    const firmware = await bench.cloud.admin.addFirmwareFile(image, name)
    await bench.task(image, { productId, firmware })
    const { esp32c3 } = bench.units
    esp32c3.renew()
    return one(bench, esp32c3, { productId, ...draft })
  }

/** The cloud says this in the place of its firmware file. */
async function whileServing<Result>(bench: WrongBench, body: Uint8Array, work: () => Promise<Result>) {
  bench.cloud.intercept = ({ path }) =>
    path.startsWith('/firmware/') ? { status: 200, body: Buffer.from(body) } : null
  try {
    return await work()
  } finally {
    bench.cloud.intercept = () => null
  }
}

/** Something happens at the station while the cloud is still answering which task the unit has. */
const whileAsked =
  (act: (bench: WrongBench, orderId: string) => Promise<unknown>): WrongCase['run'] =>
  async (bench, image) => {
    await bench.task(image())
    const { orderId } = await bench.arm()
    const asked = Promise.withResolvers<void>()
    bench.cloud.intercept = ({ path }) => {
      if (!path.includes('/check/')) return null
      asked.resolve()
      return { trickleMs: 1 }
    }
    try {
      const { ended } = await bench.start(bench.units.first)
      await asked.promise
      await act(bench, orderId)
      return { orderId, unit: bench.units.first, refused: await ended }
    } finally {
      bench.cloud.intercept = () => null
    }
  }

/** Of the right chip and version, but a byte of it is not as it was built. */
function damaged(): Uint8Array {
  const image = Buffer.from(buildEspApp({ model: 'esp32c3', version: next.text, sizeBytes: 50_064 }))
  image[1000] = (image[1000] ?? 0) ^ 0xff
  return image
}

/** The unit passes under an order that takes it as often as it comes. */
async function passing(
  bench: WrongBench,
  image: Uint8Array,
): Promise<{ orderId: string; unit: WatchedUnit }> {
  const unit = bench.units.second
  await bench.task(image)
  const { orderId } = await bench.arm()
  const { outcome, error } = await bench.flash(unit)
  if (outcome !== 'passed') throw new Error(`the unit that comes twice ended ${error?.code}`)
  return { orderId, unit }
}

export const wrongCases: readonly WrongCase[] = [
  {
    ...{ guard: 'product', input: 'a task of the order that is for another product', code: 'TASK_NONE' },
    async run(bench, image) {
      const taskId = await bench.task(image(), { productId: bench.chip.productId })
      return one(bench, bench.units.first, { taskId })
    },
  },
  {
    ...{ guard: 'product', input: 'a board in the slot of another product', code: 'ORDER_PRODUCT' },
    async run(bench) {
      const { orderId } = await bench.arm({ productId: bench.chip.productId })
      const unit = bench.units.first
      return { orderId, unit, refused: await bench.refusal(bench.start(unit)) }
    },
  },
  {
    ...{ guard: 'slot', input: 'a board in a slot that the order does not use', code: 'ORDER_SLOT' },
    async run(bench) {
      const { orderId } = await bench.arm({ slotIds: [bench.units.second.slotId] })
      const unit = bench.units.first
      return { orderId, unit, refused: await bench.refusal(bench.start(unit)) }
    },
  },
  {
    ...{ guard: 'part', input: 'the same versions for another part', code: 'TASK_NONE' },
    run: board({ part: { type: 'mcu', identify: 0 } }),
  },
  {
    ...{ guard: 'from_version', input: 'a task for units of another version', code: 'TASK_NONE' },
    run: board({ fromVersion: next.number, toVersion: 20_002 }),
  },
  {
    ...{ guard: 'scope', input: 'a device that the task does not name', code: 'TASK_NONE' },
    async run(bench, image) {
      const { first, second } = bench.units
      await bench.task(image(), { deviceIds: [second.device.deviceId] })
      return one(bench, first, {})
    },
  },
  {
    ...{ guard: 'test group', input: 'a test task on a formal device', code: 'TASK_TEST' },
    async run(bench, image) {
      const { first } = bench.units
      await bench.task(image(), { tag: 'test', deviceIds: [first.device.deviceId] })
      return one(bench, first, {})
    },
  },
  {
    ...{
      guard: 'task still running',
      input: 'a task that is stopped during the download',
      code: 'TASK_STOPPED',
    },
    async run(bench, image) {
      const taskId = await bench.task(image())
      const { orderId } = await bench.arm()
      let stopped: unknown
      bench.cloud.intercept = ({ path }) => {
        if (path.startsWith('/firmware/')) stopped = bench.cloud.admin.setTaskStatus(taskId, 'stopped')
        return null
      }
      const job = await bench.flash(bench.units.first)
      bench.cloud.intercept = () => null
      await stopped
      return { orderId, unit: bench.units.first, refused: job }
    },
  },
  {
    ...{
      guard: 'digest',
      input: 'the image of another product with the same version number',
      code: 'IMAGE_DIGEST',
    },
    async run(bench, image) {
      const right = image()
      await bench.task(right)
      const other = buildDemoImage({ productId: 'another', version: next.text }, right.length)
      return whileServing(bench, other, () => one(bench, bench.units.first, {}))
    },
  },
  {
    ...{
      guard: 'size',
      input: 'the image of another product with the same version number',
      code: 'IMAGE_SIZE',
    },
    async run(bench, image) {
      const right = image()
      await bench.task(right)
      const other = buildDemoImage({ productId: 'another', version: next.text }, right.length + 1)
      return whileServing(bench, other, () => one(bench, bench.units.first, {}))
    },
  },
  {
    ...{ guard: 'digest', input: 'the new image with the digest of the old version', code: 'IMAGE_DIGEST' },
    async run(bench, image) {
      const right = image()
      const { admin } = bench.cloud
      const [firmware, before] = [
        await admin.addFirmwareFile(right, 'app-2.0.1.bin'),
        await admin.addFirmwareFile(
          buildDemoImage({ productId: 'campaign', version: old.text }, right.length),
          'old',
        ),
      ]
      await bench.task(right, { firmware: { ...firmware, md5: before.md5 } })
      return one(bench, bench.units.first, {})
    },
  },
  {
    ...{
      guard: 'image of the order',
      input: 'another image than the one that the lead named',
      code: 'ORDER_IMAGE',
    },
    run: board({}, { firmwareSha256: 'a'.repeat(64) }),
  },
  {
    ...{
      guard: 'image of the order',
      input: 'an image that was exchanged at the cloud',
      code: 'ORDER_IMAGE',
    },
    async run(bench, image) {
      const taskId = await bench.task(image())
      const { orderId } = await bench.arm()
      await bench.flash(bench.units.second)
      const firmware = await bench.cloud.admin.addFirmwareFile(image(), 'app-2.0.1.bin')
      await bench.cloud.admin.addTask({
        ...{ taskId, productId: bench.board.productId, firmware },
        ...{ fromVersion: old.number, toVersion: next.number },
      })
      return { orderId, unit: bench.units.first, refused: await bench.flash(bench.units.first) }
    },
  },
  {
    ...{ guard: 'format', input: 'a file that is no image for this chip', code: 'IMAGE_FORMAT' },
    run: chip(Buffer.alloc(40_000, 'not an image '), 'esp32c3-2.0.1.bin'),
  },
  {
    ...{ guard: 'format', input: 'a damaged image, listed as it is', code: 'IMAGE_FORMAT' },
    run: chip(damaged(), 'esp32c3-2.0.1.bin'),
  },
  {
    ...{ guard: 'chip', input: 'the right image for another chip', code: 'IMAGE_CHIP' },
    run: chip(buildEspApp({ model: 'esp32', version: next.text, sizeBytes: 50_000 }), 'esp32-2.0.1.bin'),
  },
  {
    ...{ guard: 'chip', input: 'the same, renamed', code: 'IMAGE_CHIP' },
    run: chip(buildEspApp({ model: 'esp32s3', version: next.text, sizeBytes: 50_016 }), 'esp32c3-2.0.1.bin'),
  },
  {
    ...{ guard: 'image version', input: 'the old image, renamed to the new version', code: 'IMAGE_VERSION' },
    run: chip(buildEspApp({ model: 'esp32c3', version: old.text, sizeBytes: 50_032 }), 'esp32c3-2.0.1.bin'),
  },
  {
    ...{
      guard: 'chip of the order',
      input: 'a chip that the profile takes and the order does not',
      code: 'CHIP_DIFFERS',
    },
    run: chip(buildEspApp({ model: 'esp32c3', version: next.text, sizeBytes: 50_048 }), 'esp32c3-2.0.1.bin', {
      chips: ['esp32s3'],
    }),
  },
  {
    ...{
      guard: 'hardware revision',
      input: 'a board of another hardware revision',
      code: 'HARDWARE_DIFFERS',
    },
    async run(bench, image) {
      await bench.task(image())
      return one(bench, bench.units.revisionB, { hardwareRevision: 'A' })
    },
  },
  {
    ...{ guard: 'downgrade', input: 'a task that goes back', code: 'DOWNGRADE' },
    run: board({ toVersion: 9000 }, {}, '0.90.0'),
  },
  {
    ...{ guard: 'duplicate unit', input: 'a unit that has passed, asked about', code: 'UNIT_ASK' },
    async run(bench, image) {
      const { orderId, unit } = await passing(bench, image())
      const { client, board } = bench
      const draft = {
        name: 'Wrong things',
        productId: board.productId,
        mode: 'manual',
        repeat: 'ask',
      } as const
      await client.orders.edit({ orderId, revision: 0, ...draft })
      await client.orders.arm({ orderId })
      const held = Buffer.from(unit.unit.storage)
      return { orderId, unit, held, refused: await bench.flash(unit) }
    },
  },
  {
    ...{ guard: 'duplicate unit', input: 'a unit that has passed in another order', code: 'UNIT_REPEATED' },
    async run(bench, image) {
      const { unit } = await passing(bench, image())
      bench.restore(unit)
      return one(bench, unit, { repeat: 'refuse' })
    },
  },
  {
    ...{ guard: 'two slots', input: 'one unit in two slots at once', code: 'UNIT_TWICE' },
    async run(bench, image) {
      const { first, twin } = bench.units
      await bench.task(image())
      const { orderId } = await bench.arm()
      const asked = Promise.withResolvers<void>()
      bench.cloud.intercept = ({ path }) => {
        if (!path.includes('/check/')) return null
        asked.resolve()
        return { trickleMs: 2 }
      }
      const { ended } = await bench.start(first)
      await asked.promise
      const refused = await bench.flash(twin)
      bench.cloud.intercept = () => null
      await ended
      return { orderId, unit: twin, refused }
    },
  },
  {
    ...{ guard: 'order edited', input: 'an order that is edited while its job runs', code: 'ORDER_CHANGED' },
    run: whileAsked(async ({ client, board: { productId } }, orderId) => {
      const draft = {
        name: 'Wrong things',
        productId,
        mode: 'manual',
        repeat: 'allow',
        lot: 'edited',
      } as const
      await client.orders.edit({ orderId, revision: 0, ...draft })
    }),
  },
  {
    ...{
      guard: 'order edited',
      input: 'an order that is finished while its job runs',
      code: 'ORDER_CHANGED',
    },
    run: whileAsked(({ client }, orderId) => client.orders.finish({ orderId })),
  },
  {
    ...{ guard: 'order armed', input: 'no order at all', code: 'ORDER_UNARMED' },
    async run(bench) {
      const { orderId } = await bench.arm()
      await bench.client.orders.disarm()
      const unit = bench.units.first
      return { orderId, unit, refused: await bench.refusal(bench.start(unit)) }
    },
  },
  {
    ...{ guard: 'quantity', input: 'one unit more than was ordered', code: 'ORDER_FULL' },
    async run(bench, image) {
      await bench.task(image())
      const { orderId } = await bench.arm({ quantity: 1 })
      const { ended } = await bench.start(bench.units.second)
      const refused = await bench.refusal(bench.start(bench.units.first))
      await ended
      return { orderId, unit: bench.units.first, refused }
    },
  },
]
