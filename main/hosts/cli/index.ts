#!/usr/bin/env node
// The command line's entry. Parses on any Node: says in one line when this one is too old, and loads the program, whose
// syntax an old one may not know, only after that. Sizes the thread pool and the heap before anything
// can use them. `serve` runs in a process of its own that this one keeps alive.
import { fileURLToPath } from 'node:url'
import { boundAllocator, boundMemory } from '../bound-memory.ts'
import { keepCompiled } from '../keep-compiled.ts'
import { sizeThreadPool } from '../size-thread-pool.ts'
import { isKept } from './kept.ts'
import { nodeRefusal } from './node-refusal.ts'

const refusal = nodeRefusal(process.versions.node)
if (refusal !== null) {
  process.stderr.write(`${refusal}\n`)
  process.exitCode = 2
} else {
  sizeThreadPool(process.env)
  boundMemory()
  keepCompiled(fileURLToPath(import.meta.url))
  const args = process.argv.slice(2)
  if (isKept(args, process.env)) {
    boundAllocator(process.env)
    const { keepServe } = await import('./keep-serve.ts')
    process.exitCode = await keepServe(fileURLToPath(import.meta.url), args)
  } else {
    const { main } = await import('./main.ts')
    process.exitCode = await main(args)
  }
}
