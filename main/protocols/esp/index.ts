// ESP8266 and the ESP32 family through the loader in their ROM and the stub that is put into their RAM. The order of
// things, as the README tells it: enter, identify, stub, rate | plan | compare, write | digest | reset.
import type { Link } from '../../transports/link.ts'
import type {
  ChipInfo,
  ConnectContext,
  FlashPlan,
  Image,
  Protocol,
  Target,
  VerifyEvent,
  WriteEvent,
} from '../protocol.ts'
import { readAppVersion } from './app-version.ts'
import { type EspOptions, espOptionsSchema } from './options.ts'
import { planFlash, revisionText } from './plan.ts'
import { Session } from './session.ts'
import { verifyRegions } from './verify.ts'
import { Writer } from './write.ts'

const letGoMs = 2000

export const esp: Protocol<EspOptions> = {
  id: 'esp',
  options: espOptionsSchema,
  async connect(link: Link, options: EspOptions, context: ConnectContext): Promise<Target> {
    const session = new Session(link, options, context)
    try {
      await session.open(context.signal)
      return new EspTarget(session, await readAppVersion(session, context.signal))
    } catch (error) {
      // Nobody else can start its firmware again: there is no target yet.
      await session.letGo(AbortSignal.timeout(letGoMs)).catch(() => undefined)
      throw error
    }
  },
}

class EspTarget implements Target {
  readonly chip: ChipInfo
  readonly version: string | null
  readonly proof = 'deviceDigest'
  readonly #session: Session

  constructor(session: Session, version: string | null) {
    this.#session = session
    this.chip = chipInfo(session)
    this.version = version
  }

  plan(image: Image): FlashPlan {
    const { identity, options, flash, baudRate } = this.#session
    return planFlash(image, { identity, options, baudRate, flashSizeBytes: flash?.sizeBytes ?? null })
  }

  write(plan: FlashPlan, signal: AbortSignal): AsyncIterable<WriteEvent> {
    return new Writer(this.#session, plan, signal).run()
  }

  verify(plan: FlashPlan, signal: AbortSignal): AsyncIterable<VerifyEvent> {
    return verifyRegions(this.#session.loader(signal), plan)
  }

  reset(signal: AbortSignal): Promise<void> {
    return this.#session.start(signal)
  }
}

function chipInfo({ identity, flash, isStub }: Session): ChipInfo {
  const { chip, revision, mac, crystalMhz, fuses } = identity
  return {
    family: chip.family,
    name: revision === null ? chip.name : `${chip.name} (revision ${revisionText(revision)})`,
    mac,
    uid: null,
    flashSizeBytes: flash?.sizeBytes ?? null,
    facts: {
      features: chip.features,
      revision: revision === null ? null : revisionText(revision),
      crystalMhz,
      flashId: flash?.id ?? null,
      loader: isStub ? 'stub' : 'rom',
      secure: fuses.length === 0 ? 'no' : fuses.join(' '),
    },
  }
}
