// A day of factory software in one page: makes a work order, arms it, starts what is plugged, hears of each finished record by
// a signed webhook, and reads the records back. Run generate.ts first.
//
//   FLASHLINE_TOKEN=flc_... node examples/mes-client/make-lot.ts http://127.0.0.1:4517 PO-0117 2
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { client } from './generated/client.gen.ts'
import {
  historyList,
  jobsStart,
  ordersArm,
  ordersCreate,
  ordersFinish,
  ordersGet,
  stationSnapshot,
  webhooksRemove,
  webhooksSave,
} from './generated/sdk.gen.ts'
import type { WebhookEvent } from './generated/types.gen.ts'

const [station = 'http://127.0.0.1:4517', number = 'PO-0117', units = '2'] = process.argv.slice(2)
const quantity = Number(units)
client.setConfig({ baseUrl: `${station}/api`, auth: process.env.FLASHLINE_TOKEN ?? '', throwOnError: true })
const sure = { throwOnError: true } as const

// Sent twice, by a software that was restarted, it is the same order.
const { data: order } = await ordersCreate({
  ...sure,
  body: {
    number,
    name: `Lot ${number}`,
    lot: number,
    productId: null,
    quantity,
    mode: 'manual',
    repeat: 'allow',
  },
})
const { orderId } = order

const heard: WebhookEvent[] = []
const receiver = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  try {
    // Throws for a signature that is not ours, and for one that is older than five minutes.
    verifier.verify(body, request.headers as Record<string, string>)
  } catch {
    response.writeHead(401).end()
    return
  }
  heard.push(JSON.parse(body) as WebhookEvent)
  response.writeHead(204).end()
  receiver.emit('heard')
})
receiver.listen(0, '127.0.0.1')
await once(receiver, 'listening')
const { port } = receiver.address() as AddressInfo
const { data: saved } = await webhooksSave({
  ...sure,
  body: { name: `MES ${number}`, url: `http://127.0.0.1:${port}/records`, plainHttp: true, orderId },
})
const verifier = new Webhook(saved.secret ?? '')

try {
  await ordersArm({ ...sure, path: { orderId } })
  const { data: snapshot } = await stationSnapshot(sure)
  const slots = snapshot.slots.filter(({ present, jobId }) => present && jobId === null).slice(0, quantity)
  await Promise.all(slots.map(({ slotId }) => jobsStart({ ...sure, path: { slotId }, body: {} })))
  while (heard.length < slots.length) await once(receiver, 'heard')

  const { data: made } = await ordersGet({ ...sure, path: { orderId } })
  const { data: history } = await historyList({ ...sure, query: { orderId } })
  console.log(
    JSON.stringify({
      orderId,
      state: made.state,
      passed: made.counts.passed,
      records: history.jobs.map(({ jobId }) => jobId).toSorted(),
      heard: heard.map(({ data }) => data?.jobId).toSorted(),
      operators: [...new Set(history.jobs.map(({ operator }) => operator))],
    }),
  )
} finally {
  await webhooksRemove({ ...sure, path: { webhookId: saved.webhook.webhookId } })
  await ordersFinish({ ...sure, path: { orderId } })
  receiver.close()
  receiver.closeAllConnections()
}
