// The shapes of the bench: cards that all fit from 1 to 64 slots, the column beside them, the arrow keys, the floor view.
import { describe, expect, it } from 'vitest'
import { floorShape, wordWidth } from '../../renderer/screens/bench/floor/floor-shape.ts'
import { gridShape, hasRoomBeside, placeAfter } from '../../renderer/screens/bench/grid-shape.ts'

describe('the grid', () => {
  it('shows eight whole cards as four by two at 1366x768', () => {
    expect(gridShape(8, 1014, 622)).toMatchObject({ columns: 4, size: 'full', scrolls: false })
  })

  it('shows sixteen cards with their buttons at 1366x768', () => {
    expect(gridShape(16, 1274, 622)).toMatchObject({ size: 'brief', scrolls: false })
  })

  it.each([
    [1280, 720],
    [1366, 768],
    [1920, 1080],
    [3840, 2160],
  ])('shows 1 to 64 slots without scrolling at %ix%i', (width, height) => {
    // Less the rail, the header, the order, the padding, the bar of the selected slot.
    const [roomX, roomY] = [width - 68 - 24, height - 54 - 66 - 24 - 52]
    for (let count = 1; count <= 64; count += 1) {
      const { columns, cardHeight, gapPx, scrolls } = gridShape(count, roomX, roomY)
      const rows = Math.ceil(count / columns)
      expect(scrolls).toBe(false)
      expect(rows * cardHeight + (rows - 1) * gapPx).toBeLessThanOrEqual(roomY)
    }
  })

  it('makes cards smaller only when they are more', () => {
    const sizes = ['full', 'brief', 'tile']
    const order = Array.from({ length: 64 }, (_, index) =>
      sizes.indexOf(gridShape(index + 1, 1274, 572).size),
    )
    expect(order).toEqual([...order].sort())
  })

  it('scrolls when not even tiles fit, and survives having no room at all', () => {
    expect(gridShape(64, 400, 300)).toMatchObject({ size: 'tile', scrolls: true })
    expect(gridShape(8, 0, 0)).toMatchObject({ columns: 1, scrolls: true })
    expect(gridShape(0, 1000, 600).columns).toBeGreaterThan(0)
  })

  it('has a column beside it only where the cards stay as they are', () => {
    expect(hasRoomBeside(8, 1274, 622, 260)).toBe(true)
    expect(hasRoomBeside(16, 1274, 622, 260)).toBe(false)
    expect(hasRoomBeside(64, 1828, 900, 340)).toBe(false)
  })
})

describe('the arrow keys', () => {
  it('walk over the cards and stay at the edges', () => {
    expect(placeAfter('ArrowRight', -1, 8, 4)).toBe(0)
    expect(placeAfter('ArrowRight', 3, 8, 4)).toBe(4)
    expect(placeAfter('ArrowLeft', 0, 8, 4)).toBe(0)
    expect(placeAfter('ArrowDown', 1, 8, 4)).toBe(5)
    expect(placeAfter('ArrowDown', 5, 8, 4)).toBe(5)
    expect(placeAfter('ArrowUp', 2, 8, 4)).toBe(2)
    expect(placeAfter('ArrowRight', 7, 8, 4)).toBe(7)
  })

  it('go down into a row that is not full', () => {
    expect(placeAfter('ArrowDown', 3, 6, 4)).toBe(5)
    expect(placeAfter('ArrowDown', 5, 6, 4)).toBe(5)
  })
})

describe('the floor view', () => {
  it('has a place for every slot, and room for words of four letters', () => {
    for (let count = 1; count <= 64; count += 1) {
      const { columns, rows } = floorShape(count, 1278, 640)
      expect(columns * rows).toBeGreaterThanOrEqual(count)
    }
    expect(floorShape(16, 1278, 680)).toEqual({ columns: 4, rows: 4 })
    expect(floorShape(0, 1278, 680)).toEqual({ columns: 1, rows: 1 })
  })

  it('knows that a Chinese letter is wider', () => {
    expect(wordWidth('进行中')).toBeGreaterThan(wordWidth('abc'))
  })
})
