// A program of the benchmarks in a process of its own that talks in lines of JSON: one when it is ready, and one in answer
// to each line on its standard input. It ends when that input does.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface ChildProgram extends AsyncDisposable {
  readonly pid: number
  /** What it said when it was ready. */
  readonly said: unknown
  ask(question: string): Promise<unknown>
}

/** `argument` is its only one, as JSON. */
export async function startChildProgram(file: string, argument: unknown): Promise<ChildProgram> {
  const child = spawn(process.execPath, [file, JSON.stringify(argument)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`${file} has ended`)
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
