// One simulated chip on a bench of its own, a real local cloud over HTTP with its upgrade, and the station's real database,
// firmware store and outbox. The chip of a demo product, or another one in its place.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { usualRules } from '../../main/job/guards.ts'
import type { JobOrder } from '../../main/job/ports.ts'
import { runJob } from '../../main/job/run-job.ts'
import { type LocalCloud, startLocalCloud } from '../../main/local-cloud/server.ts'
import { createPracticeBench, type PracticeBench } from '../../main/practice/bench.ts'
import type { SimulatedChip } from '../../main/practice/chip.ts'
import { demoChips } from '../../main/practice/demo-chips.ts'
import type { DemoUnit } from '../../main/practice/demo-set.ts'
import { type Profile, profileSchema } from '../../main/profiles/profile.ts'
import { adHocSetting } from '../../main/station/cloud-setting.ts'
import { type Core, openCore } from '../../main/station/core.ts'
import { seedDemo } from '../../main/station/practice.ts'
import type { Job } from '../../preload/contract/index.ts'
import { resourcesDir } from './one-device.ts'

export interface OneChip extends AsyncDisposable {
  readonly demo: DemoUnit
  readonly chip: SimulatedChip
  readonly cloud: LocalCloud
  readonly bench: PracticeBench
  readonly core: Core
  /** Runs the chip's job to its end and delivers what is owed. `profile`: changes of the product's. */
  run(profile?: Partial<Profile>): Promise<Job>
}

/** `name`: of the product, such as `Practice STM32F4`. `create`: the chip that stands in for the product's own. */
export async function openOneChip(name: string, create: (demo: DemoUnit) => SimulatedChip): Promise<OneChip> {
  const demo = demoChips.units.find(({ product }) => product.name === name)
  if (!demo) throw new Error(`no product is called ${name}`)
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-chip-'))
  const cloud = await startLocalCloud({ dataDir: join(dataDir, 'cloud') })
  const chip = create(demo)
  await seedDemo(cloud, { folder: '', units: [demo] })
  const token = await cloud.admin.issueToken(['corp', 'user', 'platform'])
  const core = await openCore({
    dataDir,
    resourcesDir,
    clouds: adHocSetting({ baseUrl: cloud.baseUrl, corpId: 'test', token }),
  })
  const { productId, profileId, part } = demo.product
  await core.store.devices.addRoster([{ ...demo.device, productId }])
  core.sender.start()
  const bench = createPracticeBench([chip])
  let jobs = 0
  return {
    demo,
    chip,
    cloud,
    bench,
    core,
    async run(profile = {}) {
      jobs += 1
      const order: JobOrder = {
        jobId: `job-${jobs}`,
        slot: { slotId: 'sim:1', name: 'Slot 1', address: 'sim://1' },
        profile: profileSchema.parse({ ...core.profile(profileId), ...profile }),
        productId,
        part,
        operator: 'test',
        deviceId: null,
        taskId: null,
        local: null,
        // There and back.
        rules: { ...usualRules, downgrade: 'allow' },
      }
      const job = await runJob(order, core.jobPorts(bench.open, productId), new AbortController().signal)
      await core.jobEnded(job)
      await core.sender.drain({ timeoutMs: 10_000 })
      return job
    },
    async [Symbol.asyncDispose]() {
      await bench.close()
      await core.close()
      await cloud.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
