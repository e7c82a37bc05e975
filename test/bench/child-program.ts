// A program of the benchmarks in a process of its own that talks in lines of JSON: one when it is ready, and one in answer
// to each line on its standard input. It ends when that input does.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

export interface ChildProgram extends AsyncDisposable {
  readonly pid: number
  /** What it said when it was ready. */
  readonly said: unknown
  ask(question: string): Promise<unknown>
}

type Child = ChildProcess & { readonly stdin: Writable; readonly stdout: Readable }

/** `argument` is its only one, as JSON. */
export function startChildProgram(file: string, argument: unknown): Promise<ChildProgram> {
  const stdio: ['pipe', 'pipe', 'inherit'] = ['pipe', 'pipe', 'inherit']
  return talkTo(spawn(process.execPath, [file, JSON.stringify(argument)], { stdio }))
}

/** One that was just started. */
export async function talkTo(child: Child): Promise<ChildProgram> {
  const gone = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`${child.spawnargs.join(' ')} has ended`)
    return JSON.parse(value)
  }
  return {
    said: await answer(),
    pid: child.pid ?? 0,
    ask(question) {
      child.stdin.write(`${question}\n`)
      return answer()
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await gone
    },
  }
}
