// Two network namespaces with cables between them, and programs in them, for tests of what is said on a LAN. Everything
// ends with the test. Needs root.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { Inbox } from '../transports/inbox.ts'
import { missingTool, runTool, toolEnv } from './host-tool.ts'

export interface Running {
  /** What it printed on its standard output. */
  readonly lines: Inbox<string>
  /** SIGTERM, and waits for its end. Idempotent. */
  stop(): Promise<void>
}

export interface Lan {
  readonly near: Namespace
  readonly far: Namespace
  /** Cable n: `near<n>` with 10.77.<n>.1/24 to `far<n>` with 10.77.<n>.2/24. */
  plug(cable: number): Promise<void>
  unplug(cable: number): Promise<void>
}

export interface Namespace {
  start(tool: string, ...args: string[]): Running
}

const ip = (...args: string[]) => runTool('ip', args)
let made = 0

export async function openLan(cables: number): Promise<Lan> {
  made += 1
  const near = `flashline-near-${process.pid}-${made}`
  const far = `flashline-far-${process.pid}-${made}`
  const running: Running[] = []
  const names: string[] = []
  onTestFinished(async () => {
    await Promise.all(running.map((one) => one.stop()))
    for (const name of names) await ip('netns', 'del', name)
  })
  for (const name of [near, far]) {
    await ip('netns', 'add', name)
    names.push(name)
    await ip('-n', name, 'link', 'set', 'lo', 'up')
  }
  const plug = async (cable: number) => {
    const ends = [
      { name: near, link: `near${cable}`, address: `10.77.${cable}.1/24` },
      { name: far, link: `far${cable}`, address: `10.77.${cable}.2/24` },
    ]
    const peer = ['peer', 'name', `far${cable}`, 'netns', far]
    await ip('link', 'add', `near${cable}`, 'netns', near, 'type', 'veth', ...peer)
    for (const { name, link, address } of ends) {
      await ip('-n', name, 'addr', 'add', address, 'dev', link)
      await ip('-n', name, 'link', 'set', link, 'up')
    }
  }
  for (let cable = 0; cable < cables; cable += 1) await plug(cable)
  const inside = (name: string): Namespace => ({
    start: (tool, ...args) => {
      const started = start('ip', ['netns', 'exec', name, tool, ...args])
      running.push(started)
      return started
    },
  })
  return {
    near: inside(near),
    far: inside(far),
    plug,
    unplug: (cable) => ip('-n', near, 'link', 'del', `near${cable}`),
  }
}

/** A program that runs until it is stopped or ends; what it complains about shows up in the test's output. */
function start(tool: string, args: readonly string[]): Running {
  const child: ChildProcess = spawn(tool, args, { env: toolEnv, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = new Inbox<string>()
  child.on('error', (error) => lines.fail(missingTool(tool, error)))
  if (child.stdout) createInterface(child.stdout).on('line', (line) => lines.put(line))
  const ended = once(child, 'close').catch(() => {})
  void ended.then(() => lines.fail(new Error(`${tool} ${args.join(' ')} has ended`)))
  return {
    lines,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
