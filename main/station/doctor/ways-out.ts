// The ways out to the clouds as they are set: proxies that the computer has and a connection does not use, certificates
// that end or cannot be read. Asks nobody. Pure.
import { X509Certificate } from 'node:crypto'
import type { Connection, DoctorLine } from '../../../preload/contract/index.ts'
import { line } from './line.ts'

const proxyVariables = [
  'HTTPS_PROXY',
  'https_proxy',
  'ALL_PROXY',
  'all_proxy',
  'HTTP_PROXY',
  'http_proxy',
] as const
const certificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

export function judgeWaysOut(
  connections: readonly Connection[],
  env: Readonly<Record<string, string | undefined>>,
  now: Date,
): DoctorLine[] {
  const lines: DoctorLine[] = []
  if (connections.length > 0 && env.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    lines.push(line('certificatesUnchecked'))
  // Its name is enough: a proxy's address may hold a password.
  const variable = proxyVariables.find((name) => env[name])
  for (const { connectionId, proxyUrl, baseUrl, caPem } of connections) {
    if (variable !== undefined && proxyUrl === null && !isThisMachine(baseUrl))
      lines.push(line('proxyUnused', { variable, connectionId }))
    for (const authority of readAuthorities(caPem)) {
      if (authority === null) lines.push(line('authorityUnreadable', { connectionId }))
      else if (authority.validTo < now)
        lines.push(
          line('authorityExpired', {
            connectionId,
            subject: authority.subject,
            validToAt: authority.validTo.toISOString(),
          }),
        )
    }
  }
  return lines
}

/** Null for one that cannot be read. */
export function readAuthorities(pem: string): ({ subject: string; validTo: Date } | null)[] {
  if (pem.trim() === '') return []
  const blocks = pem.match(certificate) ?? []
  if (blocks.length === 0) return [null]
  return blocks.map((block) => {
    try {
      const { subject, validTo } = new X509Certificate(block)
      return { subject: subject.replaceAll('\n', ', '), validTo: new Date(validTo) }
    } catch {
      return null
    }
  })
}

function isThisMachine(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : ''
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}
