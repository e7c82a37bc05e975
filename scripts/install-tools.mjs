// Installs what the suites with real tools need, where it may; names what is missing elsewhere and fails.
import { installTools } from './tools.mjs'

const missing = installTools()
for (const tool of missing) console.error(`MISSING ${tool.package} (${tool.file}): needed for ${tool.for}`)
process.exit(missing.length > 0 ? 1 : 0)
