// The diagnostics bundle: what a support person needs to know of this station, as one zip without secrets. Every file
// goes through `withoutSecrets` once more, whatever it was made of, and none is larger than a person would read.
import { arch, availableParallelism, freemem, platform, release, totalmem } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import yazl from 'yazl'
import type {
  DoctorReport,
  FlashlineError,
  Job,
  OutboxRow,
  OutboxSummary,
  Settings,
  Slot,
} from '../../preload/contract/index.ts'
import type { StoreSizes } from '../store/sizes.ts'
import { readLogTail } from './log-tail.ts'
import { shownSettings, withoutPrivateKeys, withoutSecrets } from './without-secrets.ts'

const logLines = 2000
const failedJobs = 50
/** Failures are looked for among so many of the last jobs. */
const lookedAtJobs = 500
const outboxRows = 200
/** All together stay well below what a message of the contract carries. */
const largestFileChars = 500_000

export interface DiagnosticsSources {
  readonly version: string
  readonly practice: boolean
  /** Where the log is. */
  readonly dataDir: string
  readonly now: () => Date
  readonly settings: () => Settings
  /** Every secret that is stored. */
  readonly secrets: () => readonly string[]
  readonly slots: () => readonly Slot[]
  readonly profileProblems: () => readonly FlashlineError[]
  readonly doctor: () => Promise<DoctorReport>
  readonly store: {
    sizes(): Promise<StoreSizes>
    readonly jobs: { list(query: { limit: number }): Promise<{ jobs: Job[] }> }
    readonly outbox: {
      summary(): Promise<OutboxSummary>
      list(query: { limit: number }): Promise<OutboxRow[]>
    }
  }
}

export interface Diagnostics {
  /** `bytes`: the zip in base64. STORE_BROKEN, STORE_FULL */
  bundle(): Promise<{ name: string; bytes: string }>
}

export function createDiagnostics(sources: DiagnosticsSources): Diagnostics {
  return {
    async bundle() {
      const at = sources.now()
      const secrets = sources.secrets()
      const zip = new yazl.ZipFile()
      for (const [name, read] of Object.entries(filesOf(sources, at))) {
        const text = await withoutSecretsByLine(await read(), secrets)
        zip.addBuffer(Buffer.from(text.slice(0, largestFileChars)), name, { mtime: at })
      }
      zip.end()
      const parts: Buffer[] = []
      for await (const part of zip.outputStream) parts.push(Buffer.from(part))
      const minute = at.toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-')
      return { name: `flashline-diagnostics-${minute}.zip`, bytes: Buffer.concat(parts).toString('base64') }
    },
  }
}

/** The text of each file, read when its turn comes. */
function filesOf(sources: DiagnosticsSources, at: Date): Record<string, () => Promise<string>> {
  const { store } = sources
  return {
    'about.json': async () => json(aboutOf(sources, at)),
    'doctor.json': async () => json(await sources.doctor()),
    'settings.json': async () => json(shownSettings(sources.settings())),
    'bench.json': async () =>
      json({
        slots: sources.slots(),
        profileProblems: sources.profileProblems().map(({ code, context }) => ({ code, context })),
      }),
    'failed-jobs.json': async () => {
      const { jobs } = await store.jobs.list({ limit: lookedAtJobs })
      const failed = jobs.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'cancelled')
      return json(failed.slice(0, failedJobs))
    },
    'outbox.json': async () => {
      const rows = await store.outbox.list({ limit: outboxRows })
      return json({ ...(await store.outbox.summary()), open: rows.filter(({ state }) => state !== 'sent') })
    },
    'database.json': async () => json(await store.sizes()),
    'station.log': async () =>
      (await readLogTail(sources.dataDir, { lines: logLines, chars: largestFileChars })).join('\n'),
  }
}

function aboutOf({ version, practice }: DiagnosticsSources, at: Date): object {
  const { node, electron, openssl } = process.versions
  return {
    flashline: version,
    practice,
    runsOn: { node, electron: electron ?? null, openssl },
    system: { platform: platform(), release: release(), arch: arch(), cores: availableParallelism() },
    memory: { totalBytes: totalmem(), freeBytes: freemem(), usedBytes: process.memoryUsage.rss() },
    clock: {
      utc: at.toISOString(),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      minutesEastOfUtc: -at.getTimezoneOffset(),
      runningForSeconds: Math.round(process.uptime()),
    },
  }
}

const json = (value: object) => JSON.stringify(value, null, 2)

/** Line by line: a long log must not hold up the jobs that run meanwhile. */
async function withoutSecretsByLine(text: string, secrets: readonly string[]): Promise<string> {
  const shown: string[] = []
  for (const [index, line] of withoutPrivateKeys(text).split('\n').entries()) {
    if (index % 200 === 199) await setImmediate()
    shown.push(withoutSecrets(line, secrets))
  }
  return shown.join('\n')
}
