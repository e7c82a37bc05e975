import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRoster } from '../../main/sync/roster.ts'

describe('a roster', () => {
  it.each([
    ['commas', 'device_id,mac,sn,product_id\nd1,aabbcc000001,S1,p1\n'],
    ['semicolons and Windows lines', 'device_id;mac;sn;product\r\nd1;AABBCC000001;S1;p1\r\n'],
    ['tabs and old Mac lines', 'id\tMAC\tSN\tproduct\rd1\taa:bb:cc:00:00:01\tS1\tp1'],
    ['a mark at its beginning', '\uFEFFdeviceId,mac,sn,productId\nd1,AA-BB-CC-00-00-01,S1,p1'],
    ['quotes', '"Device ID","mac","sn","Product-ID"\n"d1","aabb.cc00.0001","S1","p1"'],
    [
      'another order, more columns, blanks',
      ' sn , colour, product , mac , ID \n S1 , red , p1, aabbcc000001 , d1 ',
    ],
    ['empty lines', 'id,mac,sn,product\n\nd1,aabbcc000001,S1,p1\n   \n,,,\n\n'],
  ])('is read with %s', (_, text) => {
    expect(readRoster(text)).toEqual({
      devices: [{ deviceId: 'd1', mac: 'aabbcc000001', sn: 'S1', productId: 'p1' }],
      problems: [],
    })
  })

  it('needs no more than ids', () => {
    expect(readRoster('id\nd1\nd2')).toEqual({
      devices: [
        { deviceId: 'd1', mac: null, sn: null, productId: null },
        { deviceId: 'd2', mac: null, sn: null, productId: null },
      ],
      problems: [],
    })
  })

  it('keeps the good lines and says of each bad one which it is and why', () => {
    const lines = [
      'device_id;mac;sn;product',
      'd1;aabbcc000001;S1;p1',
      ';aabbcc000002;S2;p1', // 3
      'd3;aabbcc00000;S3;p1',
      'd4;aabbcc00000g;S4;p1',
      `${'d'.repeat(201)};;;`, // 6
      `d6;;${'S'.repeat(101)};`,
      'd1;aabbcc000007;;', // 8
      'd8;AA:BB:CC:00:00:01;;',
      'd9;;S1;p1',
      'd10;;S1;p2',
      'd11;aabbcc000011', // 12
      'd12;;;;',
      'd13;"aabbcc000013;;', // 14
      'd14;"a"b;;',
      'd15;;"a ""quoted"" one; with a semicolon";p1',
      'd8;aabbcc000008;;', // 17: its first line was not taken
    ]
    const { devices, problems } = readRoster(lines.join('\n'))
    expect(devices.map(({ deviceId }) => deviceId)).toEqual(['d1', 'd10', 'd15', 'd8'])
    expect(devices[2]?.sn).toBe('a "quoted" one; with a semicolon')
    expect(problems.map(({ line, reason, field }) => `${line} ${reason} ${field}`.trim())).toEqual([
      '3 missing deviceId',
      '4 notMac mac',
      '5 notMac mac',
      '6 tooLong deviceId',
      '7 tooLong sn',
      '8 duplicate deviceId',
      '9 duplicate mac',
      '10 duplicate sn',
      '12 columnCount',
      '13 columnCount',
      '14 quotes',
      '15 quotes',
    ])
  })

  it('loses no other line to an open quote, also not to two of them', () => {
    const lines = Array.from({ length: 2500 }, (_, n) => `d${n},${n % 1000 === 7 ? '"' : ''}S${n}`)
    const { devices, problems } = readRoster(['id,sn', ...lines].join('\n'))
    expect(devices).toHaveLength(2497)
    expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
      [9, 'quotes'],
      [1009, 'quotes'],
      [2009, 'quotes'],
    ])
  })

  it('is refused whole without a column of ids, or when it is too large', () => {
    for (const text of ['', 'mac,sn\naabbcc000001,S1', '\n\nid,mac'])
      expect(() => readRoster(text)).toThrow(
        expect.objectContaining({
          code: 'INPUT_INVALID',
          context: { field: 'roster', line: 1, example: 'device_id,mac,sn,product_id' },
        }),
      )
    expect(() => readRoster(`id\n${'d\n'.repeat(1_000_000)}`)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', context: { field: 'roster', maxLines: 1_000_000 } }),
    )
    expect(() => readRoster('é'.repeat(26 * 1024 * 1024))).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        context: { field: 'roster', maxBytes: 50 * 1024 * 1024 },
      }),
    )
  })

  it('reads back whatever was written, in any order of columns and with any delimiter', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 12, maxLength: 12 })
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map((value) => value.replace(/[\r\n]/g, '').trim())
      .filter((value) => value !== '')
    const orNull = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null })
    const device = fc.record({ deviceId: text, mac: orNull(hex), sn: orNull(text), productId: orNull(text) })
    const columns = ['deviceId', 'mac', 'sn', 'productId'] as const
    fc.assert(
      fc.property(
        fc.uniqueArray(device, { selector: ({ deviceId }) => deviceId, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t'),
        fc.shuffledSubarray([...columns], { minLength: 4 }),
        (listed, delimiter, order) => {
          const macs = new Set<string>()
          // One of each: what is there twice is another test's.
          const devices = listed.map((one, index) => {
            const mac = one.mac === null || macs.has(one.mac) ? null : one.mac
            if (mac !== null) macs.add(mac)
            return { ...one, mac, sn: one.sn === null ? null : `${index}${one.sn}` }
          })
          const quoted = (value: string | null) => `"${(value ?? '').replaceAll('"', '""')}"`
          const lines = devices.map((one) => order.map((column) => quoted(one[column])).join(delimiter))
          expect(readRoster([order.join(delimiter), ...lines].join('\n'))).toEqual({ devices, problems: [] })
        },
      ),
    )
  })
})
