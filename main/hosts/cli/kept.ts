// Which command lines are kept alive by a process of their own (keep-serve.ts), and what they are told by it: in the
// environment, since arguments can be read by everybody on the machine.

export const keptName = 'FLASHLINE_KEPT'

/** Of the address: the same after a crash. */
export interface Address {
  readonly port: number
  readonly token: string
}

/** Whether this command line is kept alive: not with `--no-restart`, and not what is kept already. */
export function isKept(args: readonly string[], env: Readonly<Record<string, string | undefined>>): boolean {
  return args[0] === 'serve' && !args.includes('--no-restart') && env[keptName] === undefined
}
