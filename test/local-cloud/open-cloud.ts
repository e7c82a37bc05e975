// A local cloud with one product, two devices and one firmware file, in a folder of its own, and plain HTTP calls to it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CredentialKind } from '../../main/local-cloud/accounts/credentials.ts'
import type { FirmwareFile } from '../../main/local-cloud/firmware-files.ts'
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../main/local-cloud/server.ts'

export const firmwareBytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251))

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export interface OpenCloud extends AsyncDisposable {
  readonly cloud: LocalCloud
  readonly dataDir: string
  readonly firmware: FirmwareFile
  /** A token of all kinds but `device`. */
  readonly token: string
  /** Parsed JSON; undefined for an empty body. A header of undefined is left out. */
  call(
    method: string,
    url: string,
    body?: unknown,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<Answer>
}

const stationKinds: readonly CredentialKind[] = ['corp', 'user', 'platform']

export async function openCloud(options: Partial<LocalCloudOptions> = {}): Promise<OpenCloud> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'flashline-cloud-'))
  const cloud = await startLocalCloud({ dataDir, ...options })
  const { admin } = cloud
  await admin.addProduct({ productId: 'p1' })
  await admin.addDevice({ deviceId: 'd1', productId: 'p1', mac: 'AABBCC000001', sn: 'SN1', version: 10_000 })
  await admin.addDevice({ deviceId: 'd2', productId: 'p1', version: 10_000 })
  const firmware = await admin.addFirmwareFile(firmwareBytes, 'app.bin')
  const token = await admin.issueToken(stationKinds)
  return {
    cloud,
    dataDir,
    firmware,
    token,
    async call(method, url, body, headers = {}) {
      const all = Object.entries({ 'Access-Token': token, 'Content-Type': 'application/json', ...headers })
      const response = await fetch(cloud.baseUrl + url, {
        method,
        headers: all.flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value] as [string, string]],
        ),
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    async [Symbol.asyncDispose]() {
      await cloud.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** What an answer of this refusal looks like. */
export function refused(code: number, reason: string): unknown {
  const body = { error: { code, reason } }
  return { status: Math.floor(code / 10_000), body }
}
