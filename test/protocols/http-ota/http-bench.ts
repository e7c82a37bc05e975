// A simulated device that takes its image over HTTP, on the loopback, flashed with a profile of the program through a whole
// job: what the record says, what is in the device.
import { readFileSync } from 'node:fs'
import { runJob } from '../../../main/job/run-job.ts'
import { buildDemoImage } from '../../../main/practice/demo-image.ts'
import type { HttpDialect } from '../../../main/practice/lan/http/http-dialects.ts'
import { HttpUnit, type HttpUnitOptions } from '../../../main/practice/lan/http/http-unit.ts'
import { type Profile, profileSchema } from '../../../main/profiles/profile.ts'
import { httpOta } from '../../../main/protocols/http-ota/index.ts'
import { openLan } from '../../../main/transports/lan.ts'
import type { Job } from '../../../preload/contract/index.ts'
import { imageOf } from '../../image-of.ts'
import { byCloud, FakeSurroundings, order, task } from '../../job/fake-ports.ts'

const demo = (version: string, sizeBytes: number) => buildDemoImage({ productId: 'p1', version }, sizeBytes)
export const oldFirmware = demo('1.0.0', 50_000)
export const newFirmware = demo('2.0.1', 700_000)
export const newImage = imageOf(newFirmware, 'new image.bin')
/** More than a kernel takes for a device that does not read. */
export const largeImage = imageOf(demo('2.0.1', 12_000_000), 'large.bin')
export const never = new AbortController().signal

const profileOf: Readonly<Record<HttpDialect, string>> = {
  tasmota: 'tasmota-web',
  esphome: 'esphome-web',
  form: 'http-ota-form',
  put: 'http-ota-put',
}

/** As it comes with the program. */
export function shippedProfile(dialect: HttpDialect): Profile {
  const file = new URL(`../../../resources/profiles/${profileOf[dialect]}.json`, import.meta.url)
  return profileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

export interface HttpBench extends AsyncDisposable {
  readonly unit: HttpUnit
  /** Of the last job. */
  readonly surroundings: FakeSurroundings
  /** One job from 1.0.0 to 2.0.1; `options` over those of the profile. */
  run(options?: Record<string, unknown>, password?: string, signal?: AbortSignal): Promise<Job>
}

export async function benchOf(
  dialect: HttpDialect,
  given: Partial<Omit<HttpUnitOptions, 'dialect'>> = {},
  image = newImage,
): Promise<HttpBench> {
  const device = { deviceId: 'd1', mac: '02F1A5410007', sn: 'SN-7' }
  const unit = new HttpUnit({ device, dialect, firmware: oldFirmware, slotBytes: 16_000_000, ...given })
  await unit.start()
  let surroundings = new FakeSurroundings()
  return {
    unit,
    get surroundings() {
      return surroundings
    },
    run(options = {}, password = given.password ?? '', signal = never) {
      const profile = shippedProfile(dialect)
      surroundings = new FakeSurroundings()
      const { sizeBytes, md5 } = image
      const update = {
        ...task,
        fromVersion: 10_000,
        toVersion: 20_001,
        image: { ...task.image, sizeBytes, md5 },
      }
      return runJob(
        {
          ...order,
          slot: { ...order.slot, address: unit.address },
          profile: { ...profile, options: { ...quick, ...profile.options, ...options } },
          deviceId: 'd1',
        },
        {
          ...surroundings.ports,
          openLink: openLan({ ranges: () => ['127.0.0.0/8'] }),
          protocol: () => httpOta,
          checkTask: async () => byCloud(update),
          fetchFirmware: async () => image,
          password: () => password,
        },
        signal,
      )
    },
    async [Symbol.asyncDispose]() {
      await unit.close()
    },
  }
}

const quick = { connectTimeoutMs: 2000, stallTimeoutMs: 1000, answerTimeoutMs: 1000, restartTimeoutMs: 6000 }

export function codeOf(job: Job): string | null {
  return job.error?.code ?? null
}

export function stepOf(job: Job, name: string) {
  return job.steps.find((step) => step.name === name)
}
