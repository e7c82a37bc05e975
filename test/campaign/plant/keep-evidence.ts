// What a broken promise leaves to look at, in campaign/ (not in git): the station's folder, and beside it what the devices and
// the cloud say.
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plant } from './open-plant.ts'

const campaignFolder = fileURLToPath(new URL('../../../campaign', import.meta.url))

type Bench = Pick<Plant, 'dataDir' | 'units' | 'cloud'>

/** As `work`; what it rejects with says where to look. */
export async function withEvidence<Result>(bench: Bench, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${message} (kept in ${await keepEvidence(bench)})`, { cause })
  }
}

async function keepEvidence({ dataDir, units, cloud: { admin } }: Bench): Promise<string> {
  const folder = join(campaignFolder, `broken-${new Date().toISOString().replaceAll(':', '')}`)
  await mkdir(folder, { recursive: true })
  await cp(dataDir, join(folder, 'station'), { recursive: true })
  const witnesses = {
    devices: units.map(({ kind, device, holds, sessions }) => ({
      kind: kind.name,
      ...device,
      holds,
      sessions,
    })),
    reports: await admin.listReports(),
    otaLogs: await admin.listOtaLogs(),
  }
  await writeFile(join(folder, 'witnesses.json'), JSON.stringify(witnesses, null, 1))
  return folder
}
