// The tolerant reader on every answer of the three documents, over real HTTP: however an answer is written, it stands for
// the same; what is missing is not there and nothing else; what is broken is named, and the rest stands.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenRpc, openRpc } from '../clouds/iot-rpc/open-rpc.ts'
import { type OpenLiving, openLiving } from '../clouds/living/open-living.ts'
import { type OpenClient, openClient } from '../clouds/xlink/open-client.ts'
import { answerWith } from '../clouds/xlink/scripted-server.ts'
import { sixteenCalls } from '../clouds/xlink/sixteen-calls.ts'
import type { Answer } from './answers/answer.ts'
import { lowerFirst, mapLeaves, mapObjects, setField, upperFirst } from './answers/json-tree.ts'
import { sessionAnswers } from './answers/session-answers.ts'
import { livingAnswers, rpcAnswers } from './answers/signed-answers.ts'
import { xlinkAnswers } from './answers/xlink-answers.ts'

let xlink: OpenClient
let living: OpenLiving
let rpc: OpenRpc
beforeAll(async () => {
  xlink = await openClient()
  living = await openLiving()
  rpc = await openRpc()
})
afterAll(async () => {
  for (const open of [xlink, living, rpc]) await open[Symbol.asyncDispose]()
})

const answers: readonly Answer[] = [
  ...xlinkAnswers(() => xlink),
  ...sessionAnswers,
  ...livingAnswers(() => living),
  ...rpcAnswers(() => rpc),
]

const blanks = [undefined, null, '', '  ']

/** How else a number or a truth value is written. */
function spellings(leaf: unknown): unknown[] {
  if (typeof leaf === 'number') return [leaf, `${leaf}`, ` ${leaf} `, `+${leaf}`, `0${leaf}`]
  if (typeof leaf === 'boolean') return [leaf, `${leaf}`, ` ${leaf} `.toUpperCase(), Number(leaf)]
  // Ids are text, and some services count in them.
  if (typeof leaf === 'string' && /^[1-9]\d{0,9}$/.test(leaf)) return [leaf, Number(leaf)]
  return [leaf]
}

const ask = (answer: Answer, body: unknown) => answer.ask(JSON.stringify(body))
const plain = ({ body, item }: Answer) => body([item])
const sound = ({ whole, value }: Answer) => whole([value], [], 1)

describe.each(answers)('$name', (answer) => {
  const { item, value, body, whole, optional, around, strict, strictAround, list } = answer

  it('in full', async () => {
    expect(await ask(answer, plain(answer))).toEqual(sound(answer))
  })

  it.each([1, 2, 3, 4])('with every number and truth value in another spelling: %i', async (which) => {
    const written = mapLeaves(plain(answer), (leaf) => spellings(leaf).at(which) ?? spellings(leaf).at(-1))
    expect(await ask(answer, written)).toEqual(sound(answer))
  })

  if (answer.eitherCase)
    it('with names in the other case', async () => {
      const written = mapObjects(plain(answer), (entries) =>
        entries.map(([name, field]) => [upperFirst(name), field] as const),
      )
      expect(await ask(answer, written)).toEqual(sound(answer))
    })

  it.each(Object.entries(optional))('without %s', async (field, without) => {
    for (const blank of blanks)
      expect([blank, await ask(answer, body([setField(item, field, blank)]))]).toEqual([
        blank,
        whole([without], [], 1),
      ])
  })

  it('without what stands around', async () => {
    for (const field of around)
      for (const blank of blanks)
        expect([field, blank, await ask(answer, setField(plain(answer), field, blank))]).toEqual([
          field,
          blank,
          sound(answer),
        ])
  })

  it.each(strict)('not without %s', async (field) => {
    for (const blank of blanks) {
      const asked = ask(answer, body([setField(item, field, blank)]))
      if (list === undefined)
        await expect(asked).rejects.toMatchObject({
          code: 'CLOUD_REPLY',
          context: { reason: 'field', field },
        })
      else expect(await asked).toEqual(whole([], [unreadOf(0, setField(item, field, blank), field)], 1))
    }
  })

  it.each(strictAround)('not without %s around it', async (field) => {
    for (const blank of blanks)
      await expect(ask(answer, setField(plain(answer), field, blank))).rejects.toMatchObject({
        code: 'CLOUD_REPLY',
        context: { reason: 'field', field },
      })
  })

  it('written in any mixture, with any more to it', async () => {
    const known = new Set<string>(['error'])
    mapObjects(plain(answer), (entries) => {
      for (const [name] of entries) known.add(name)
      return entries
    })
    const extras = fc.dictionary(
      fc.string().filter((name) => !known.has(lowerFirst(name))),
      fc.jsonValue(),
      { maxKeys: 3 },
    )
    const pick = fc.func(fc.nat(4))
    await fc.assert(
      fc.asyncProperty(pick, fc.func(fc.boolean()), extras, async (choose, isUpper, extra) => {
        const spelled = mapLeaves(plain(answer), (leaf, path) => {
          const ways = spellings(leaf)
          return ways[choose(path) % ways.length]
        })
        const written = mapObjects(spelled, (entries, path) => [
          ...Object.entries(extra),
          ...entries.map(([name, field]) => {
            const upper = answer.eitherCase === true && isUpper(`${path}.${name}`)
            return [upper ? upperFirst(name) : name, field] as const
          }),
        ])
        expect(await ask(answer, written)).toEqual(sound(answer))
      }),
      { numRuns: 40 },
    )
  })

  it('with names that mean something elsewhere', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length']
    const written = mapObjects(plain(answer), (entries) => [
      ...names.map((name) => [name, { status: 9, code: 500 }] as const),
      ...entries,
    ])
    expect(await ask(answer, written)).toEqual(sound(answer))
  })

  if (list !== undefined) {
    const garbage = [null, 5, 'text', true, [], [item]]
    it.each(garbage.map((nothing) => [nothing]))('with %j among its items', async (nothing) => {
      const readable: readonly unknown[] = [item, list.second]
      for (const place of [0, 1, 2]) {
        const items = readable.toSpliced(place, 0, nothing)
        const unread = [{ index: place, id: null, field: '(whole)' }]
        expect(await ask(answer, body(items))).toEqual(whole([value, list.secondValue], unread, 3))
      }
    })

    it.each(Object.entries(list.broken))('with an item of a broken %s', async (field, broken) => {
      const unread = [unreadOf(1, broken, field)]
      expect(await ask(answer, body([item, broken, list.second]))).toEqual(
        whole([value, list.secondValue], unread, 3),
      )
    })

    it('with nothing in it', async () => {
      expect(await ask(answer, body([]))).toEqual(whole([], [], 0))
      for (const field of list.fields)
        for (const blank of blanks)
          expect(await ask(answer, setField(body([]), field, blank))).toEqual(whole([], [], 0))
    })

    it('with nothing else than garbage', async () => {
      const unread = garbage.map((_, index) => ({ index, id: null, field: '(whole)' }))
      expect(await ask(answer, body(garbage))).toEqual(whole([], unread, garbage.length))
    })
  }

  function unreadOf(index: number, of: unknown, field: string) {
    const id = Object.entries(Object(of)).find(([name]) => name === list?.idField && name !== field)?.[1]
    return { index, id: typeof id === 'string' ? id : null, field }
  }
})

describe('an acknowledgement', () => {
  const acknowledged = sixteenCalls.filter(({ answer }) => answer === '')

  it.each(acknowledged)('of $name', async ({ act }) => {
    for (const text of ['', ' \n', 'null', '{}', '{"status":200,"error":null}']) {
      xlink.server.answer = answerWith(200, text)
      expect([text, await act(xlink.client)]).toEqual([text, undefined])
    }
    for (const text of ['true', '[]', '0', '"ok"', 'OK', '{"status":']) {
      xlink.server.answer = answerWith(200, text)
      await expect(act(xlink.client)).rejects.toMatchObject({ code: 'CLOUD_REPLY' })
    }
  })
})
