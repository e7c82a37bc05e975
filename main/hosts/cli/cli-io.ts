// What a command sees of the world around it; tests give their own.
import type { KeeperLine } from './keeper-line.ts'

export interface CliIo {
  /** Standard output: what was asked for. */
  readonly out: (text: string) => void
  /** Standard error: what a person should know besides. */
  readonly err: (text: string) => void
  /** One line of standard input; from a terminal it is asked for with `question` and not shown. At most 4096 bytes. */
  readonly readLine: (question: string) => Promise<string>
  /** Standard output is a terminal: lines may be rewritten. */
  readonly isTerminal: boolean
  readonly columns: () => number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** Aborts when the process is asked to end; the reason is JOB_CANCELLED. */
  readonly signal: AbortSignal
  /** Of the process that keeps this one alive; null: there is none. */
  readonly keeper: KeeperLine | null
}
