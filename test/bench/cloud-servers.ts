// The two servers of the cloud benchmark, each a process of its own: the local cloud on a seeded folder, and bare fastify
// routes that read the same requests and answer the same bytes, with nothing behind them.
// Arguments: `cloud <folder>` or `bare <answer>`. Prints its address as its first line.
import fastify from 'fastify'
import { startLocalCloud } from '../../main/local-cloud/server.ts'

const [what, argument = ''] = process.argv.slice(2)

if (what === 'cloud') {
  const { baseUrl } = await startLocalCloud({ dataDir: argument, journal: false })
  console.log(baseUrl)
} else {
  const task: unknown = JSON.parse(argument)
  const app = fastify()
  app.post('/v2/upgrade/firmware/check/:deviceId', () => task)
  app.post('/v2/upgrade/firmware/report/:deviceId', (_request, reply) => {
    reply.send()
  })
  console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
}
