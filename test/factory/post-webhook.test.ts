// What the resolver says is judged, too: a name that turns into an address of the network itself is not connected to.
import type { lookup } from 'node:dns'
import { expect, onTestFinished, test } from 'vitest'
import { createWebhookPoster } from '../../main/factory/post-webhook.ts'
import { makeWebhookSecret } from '../../main/factory/sign-webhook.ts'
import { openReceiver } from './factory-bed.ts'

function poster(...addresses: string[]) {
  const asked: string[] = []
  const lookUp = ((name: string, _options: unknown, done: (...answer: unknown[]) => void) => {
    asked.push(name)
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as typeof lookup
  const made = createWebhookPoster({ now: () => new Date(), lookUp })
  onTestFinished(() => made.close())
  return { asked, post: (url: string) => made.post({ ...common, url }, new AbortController().signal) }
}
const common = { plainHttp: true, secret: makeWebhookSecret(), eventId: 'e1', body: '{}' }

test('a name is looked up, judged, and connected to', async () => {
  const receiver = await openReceiver()
  const { post, asked } = poster('127.0.0.1')
  expect(await post(receiver.url.replace('127.0.0.1', 'mes.plant.example'))).toBe(204)
  expect(asked).toEqual(['mes.plant.example'])
  expect(receiver.received[0]?.headers.host).toContain('mes.plant.example')
})

test.each([
  [['169.254.169.254']],
  [['93.184.216.34']],
  // Which of several is taken is chance: one bad one is enough.
  [['127.0.0.1', '169.254.169.254']],
])('a name that is %s is refused over plain http', async (addresses) => {
  const receiver = await openReceiver()
  const { post } = poster(...addresses)
  await expect(post(receiver.url.replace('127.0.0.1', 'mes.plant.example'))).rejects.toMatchObject({
    code: 'WEBHOOK_ADDRESS',
  })
  expect(receiver.received).toEqual([])
})

test('an answer without end is not read to its end', async () => {
  const receiver = await openReceiver()
  receiver.answer = (response) => {
    response.writeHead(200)
    const more = () => {
      while (response.write('x'.repeat(65_536))) if (response.destroyed) return
    }
    response.on('drain', more)
    response.on('error', () => undefined)
    more()
  }
  expect(await poster('127.0.0.1').post(receiver.url)).toBe(200)
})
