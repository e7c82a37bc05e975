// A line to a server of a test: no proxy, no private authority, its log in a list.
import { createCloudLine } from '../../main/clouds/line/create-line.ts'
import type { CloudLine, LineEntry, LineOptions } from '../../main/clouds/line/line.ts'

export interface TestLine {
  readonly line: CloudLine
  readonly entries: readonly LineEntry[]
}

export function lineTo(baseUrl: string, change: Partial<LineOptions> = {}): TestLine {
  const entries: LineEntry[] = []
  const line = createCloudLine({
    baseUrl,
    pathSuffix: '',
    extraQuery: {},
    proxyUrl: null,
    proxyUser: '',
    proxyPassword: () => '',
    caPem: '',
    timeoutMs: 10_000,
    onEntry: (entry) => void entries.push(entry),
    secrets: () => [],
    ...change,
  })
  return { line, entries }
}
