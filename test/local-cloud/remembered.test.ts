import { beforeEach, describe, expect, it } from 'vitest'
import { createRemembered, type Remembered } from '../../main/local-cloud/remembered.ts'

let version: number
let asked: string[]
let remembered: Remembered<string, string>
const read = (text: string) => async () => {
  asked.push(text)
  return text
}

beforeEach(() => {
  version = 1
  asked = []
  remembered = createRemembered({ dataVersion: () => version, maxSize: 5, sizeOf: (text) => text.length })
})

describe('what is remembered', () => {
  it('is read once', async () => {
    for (let round = 0; round < 3; round += 1) expect(await remembered.recall('a', read('one'))).toBe('one')
    expect(asked).toEqual(['one'])
  })

  it('is read anew after a change here, and after one by somebody else', async () => {
    await remembered.recall('a', read('one'))
    remembered.forget()
    expect(await remembered.recall('a', read('two'))).toBe('two')
    version = 2
    expect(await remembered.recall('a', read('three'))).toBe('three')
  })

  it('is not what was read while it changed', async () => {
    const early = remembered.recall('a', read('old'))
    remembered.forget()
    expect(await early).toBe('old')
    expect(await remembered.recall('a', read('new'))).toBe('new')
    expect(await remembered.recall('a', read('never'))).toBe('new')
  })

  it('is not what was not found', async () => {
    expect(await remembered.recall('a', async () => undefined)).toBeUndefined()
    expect(await remembered.recall('a', read('there'))).toBe('there')
  })

  it('is bounded', async () => {
    await remembered.recall('a', read('123'))
    await remembered.recall('b', read('456'))
    await remembered.recall('b', read('not asked'))
    await remembered.recall('a', read('again'))
    expect(asked).toEqual(['123', '456', 'again'])
  })
})
