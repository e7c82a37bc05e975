// `npm run audit`: does the registry know a high or critical flaw of a package that is inside Flashline? What is only used to
// build it does not count. Where the registry cannot tell, one loud line says so: that is no proof of anything.
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { readPackedPackages } from './packed-packages.ts'

export interface Finding {
  readonly name: string
  readonly severity: 'high' | 'critical'
  readonly titles: readonly string[]
}

/** `unknown`: nobody could tell. */
export type Verdict =
  | { readonly state: 'unknown' }
  | { readonly state: 'told'; readonly findings: readonly Finding[] }

/** What npm prints with `--json`, second version of its report; a refusal has no such members. */
const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      name: z.string(),
      severity: z.string(),
      /** Titles of flaws, or names of dependencies that bring them. */
      via: z.array(z.union([z.string(), z.looseObject({ title: z.string() })])),
      /** Folders below the project. */
      nodes: z.array(z.string()),
    }),
  ),
})

/** Pure. `printed`: what npm wrote; `packed`: the folders of what is shipped. */
export function judgeAudit(printed: string, packed: ReadonlySet<string>): Verdict {
  const report = reportSchema.safeParse(parse(printed))
  if (!report.success) return { state: 'unknown' }
  const findings = Object.values(report.data.vulnerabilities).flatMap(({ name, severity, via, nodes }) =>
    (severity === 'high' || severity === 'critical') && nodes.some((folder) => packed.has(folder))
      ? [{ name, severity, titles: via.map((one) => (typeof one === 'string' ? one : one.title)) } as const]
      : [],
  )
  return { state: 'told', findings }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const self = fileURLToPath(import.meta.url)
if (argv[1] === self) {
  const projectDir = dirname(dirname(self))
  const packed = new Set(readPackedPackages(projectDir).map(({ folder }) => folder))
  const shell = process.platform === 'win32'
  // Its status only says whether anything at all was found.
  const { stdout } = spawnSync('npm', ['audit', '--json'], {
    ...{ cwd: projectDir, encoding: 'utf8', shell, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 },
  })
  const verdict = judgeAudit(stdout ?? '', packed)
  if (verdict.state === 'unknown') console.error('AUDIT NOT DONE: the registry does not tell')
  else {
    for (const { name, severity, titles } of verdict.findings)
      console.error(`${severity}: ${name}: ${titles.join('; ')}`)
    console.log(`audit: ${packed.size} packages, ${verdict.findings.length} with a high or critical flaw`)
    if (verdict.findings.length > 0) process.exitCode = 1
  }
}
