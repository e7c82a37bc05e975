import { describe, expect, it } from 'vitest'
import { Places } from '../../main/bench/places.ts'

const place = (slotId: string, name: string, position: number | null = null) => ({
  ...{ slotId, name, position, address: `/dev/${slotId}` },
})

describe('Places', () => {
  it('gives new places the first free number', () => {
    const places = new Places([place('a', '1'), place('c', '3')])
    expect(places.add('b', '/dev/b').name).toBe('2')
    expect(places.add('d', '/dev/d').name).toBe('4')
  })

  it('numbers the places in the order of plugging; the others stay behind them, in their order', () => {
    const known = [place('a', '1', 1), place('b', '2', 2), place('c', 'Left', 3), place('d', '4', 4)]
    const places = new Places(known)
    expect(places.plugged('d')).toBeNull()
    places.beginLearning()
    const names = new Map(known.map(({ slotId, name }) => [slotId, name]))
    for (const slotId of ['d', 'b', 'd']) {
      const number = places.plugged(slotId)
      if (number !== null) names.set(slotId, places.rename(slotId, `/dev/${slotId}`, String(number)).name)
    }
    const map = places.endLearning(known.map((one) => ({ ...one, name: names.get(one.slotId) ?? '' })))
    expect(map.map(({ slotId, name, position }) => [slotId, name, position])).toEqual([
      ['d', '1', 1],
      ['b', '2', 2],
      // Its number was given away.
      ['a', '3', 3],
      ['c', 'Left', 4],
    ])
    expect(places.learned().map(({ slotId }) => slotId)).toEqual(['d', 'b', 'a', 'c'])
    expect(places.isLearning).toBe(false)
  })

  it('keeps the old map when nothing was plugged', () => {
    const places = new Places([place('a', '1', 1)])
    places.beginLearning()
    expect(places.endLearning([place('a', '1')])).toEqual([])
    expect(places.positionOf('a')).toBe(1)
  })
})
