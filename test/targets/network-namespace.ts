// A network of its own on this machine (Linux, root): loopback, and one tap device with an address, into which an emulated
// machine is plugged. Deleted with everything in it.
import { runTool } from './host-tool.ts'

export interface NetworkNamespace extends AsyncDisposable {
  readonly name: string
  readonly tap: string
  /** The tap's own address. */
  readonly address: string
  /** Runs the command behind it in this network. */
  readonly within: readonly string[]
}

/** `address` without its prefix length, which is 24. */
export async function createNetworkNamespace(address: string): Promise<NetworkNamespace> {
  requireRoot('network namespaces')
  const name = `flashline-${process.pid}`
  const tap = 'tap0'
  const ip = (...args: string[]) => runTool('ip', args)
  await ip('netns', 'add', name)
  const remove = () => ip('netns', 'del', name)
  try {
    await ip('-n', name, 'link', 'set', 'lo', 'up')
    await ip('-n', name, 'tuntap', 'add', 'dev', tap, 'mode', 'tap')
    await ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', tap)
    await ip('-n', name, 'link', 'set', tap, 'up')
  } catch (error) {
    await remove()
    throw error
  }
  return { name, tap, address, within: ['ip', 'netns', 'exec', name], [Symbol.asyncDispose]: remove }
}

/** Fails loudly where a test would otherwise end in a riddle. */
export function requireRoot(what: string): void {
  if (process.getuid?.() !== 0) throw new Error(`${what}: this test has to run as root`)
}
