#!/usr/bin/env node
// The command line's entry. Parses on any Node: says in one line when this one is too old, and loads the program, whose
// syntax an old one may not know, only after that. Sizes the thread pool and the heap before anything
// can use them.
import { boundMemory } from '../bound-memory.ts'
import { sizeThreadPool } from '../size-thread-pool.ts'
import { nodeRefusal } from './node-refusal.ts'

const refusal = nodeRefusal(process.versions.node)
if (refusal !== null) {
  process.stderr.write(`${refusal}\n`)
  process.exitCode = 2
} else {
  sizeThreadPool(process.env)
  boundMemory()
  const { main } = await import('./main.ts')
  process.exitCode = await main(process.argv.slice(2))
}
