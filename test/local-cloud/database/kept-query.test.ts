import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { openCloudDatabase } from '../../../main/local-cloud/cloud-database.ts'
import { fieldsOf, keptQuery } from '../../../main/local-cloud/database/kept-query.ts'

const db = await openCloudDatabase({ file: ':memory:' })
afterAll(() => db.close())

describe('a kept query', () => {
  it('is built once, and runs with the values of each time', async () => {
    let built = 0
    const add = keptQuery((_, { a, b }: { a: number; b: number }) => {
      built += 1
      return sql<{ sum: number; fixed: string }>`SELECT ${a} + ${b} - ${a} AS sum, ${'always'} AS fixed`
    })
    expect(await add.first(db, { a: 1, b: 2 })).toEqual({ sum: 2, fixed: 'always' })
    expect(await add.all(db, { a: 5, b: 7 })).toEqual([{ sum: 7, fixed: 'always' }])
    expect(built).toBe(1)
  })

  it('takes a list as one value', async () => {
    const inOrder = keptQuery(
      ({ words }, { list }: { list: readonly string[] }) =>
        sql<{ value: string }>`SELECT value FROM ${words.texts(list)} ORDER BY key`,
    )
    const list = ['z', '', `it's "quoted", \\ and {}`, 'a']
    expect((await inOrder.all(db, { list })).map(({ value }) => value)).toEqual(list)
    expect(await inOrder.all(db, { list: [] })).toEqual([])
  })

  it('says how many rows it changed', async () => {
    const file = { sha256: 'a', md5: 'b', size: 1 }
    const add = keptQuery(({ queries }, given: typeof file) =>
      queries
        .insertInto('files')
        .values(fieldsOf(given, ['sha256', 'md5', 'size']))
        .onConflict((on) => on.doNothing()),
    )
    expect([await add.run(db, file), await add.run(db, file)]).toEqual([1, 0])
  })
})
