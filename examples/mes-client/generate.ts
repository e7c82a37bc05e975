// Makes a typed client from the OpenAPI document of a running station. Nothing of it is committed: it belongs to the station's
// version.
//
//   FLASHLINE_TOKEN=flc_... node examples/mes-client/generate.ts http://127.0.0.1:4517
import { createClient } from '@hey-api/openapi-ts'

const [station = 'http://127.0.0.1:4517', output = new URL('generated', import.meta.url).pathname] =
  process.argv.slice(2)

const answer = await fetch(new URL('/api/openapi.json', station), {
  headers: { authorization: `Bearer ${process.env.FLASHLINE_TOKEN ?? ''}` },
})
if (!answer.ok) throw new Error(`the station answered ${answer.status}`)
await createClient({
  input: await answer.json(),
  output: { path: output, module: { extension: '.ts' } },
  logs: { level: 'silent', file: false },
})
console.log(output)
