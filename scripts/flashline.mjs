// `npm run flashline -- <command>`: the command line from a checkout, built when needed.
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildWhenStale } from './build-when-stale.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
if (buildWhenStale(root)) await import(pathToFileURL(join(root, 'out', 'main', 'cli.js')).href)
else process.exitCode = 5
