// Cases of OASIS MQTT 5.0, section 4.7.
import { expect, test } from 'vitest'
import { isTopicFilter, isTopicName, matchesFilter, TopicTable } from '../../main/transports/topic-table.ts'

test.each([
  ['sport/tennis/player1/#', 'sport/tennis/player1', true],
  ['sport/tennis/player1/#', 'sport/tennis/player1/ranking', true],
  ['sport/#', 'sport', true],
  ['#', 'sport', true],
  ['sport/tennis/+', 'sport/tennis/player1', true],
  ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
  ['sport/+', 'sport', false],
  ['sport/+', 'sport/', true],
  ['+/+', '/finance', true],
  ['/+', '/finance', true],
  ['+', '/finance', false],
  ['#', '$SYS/uptime', false],
  ['+/monitor/Clients', '$SYS/monitor/Clients', false],
  ['$SYS/#', '$SYS/uptime', true],
  ['Sport', 'sport', false],
])('%s and %s: %s', (filter, topic, expected) => {
  expect(isTopicFilter(filter)).toBe(true)
  expect(matchesFilter(filter.split('/'), topic.split('/'))).toBe(expected)
  const table = new TopicTable<string>()
  table.add(filter, 'one')
  expect([...table.matching(topic)]).toEqual(expected ? ['one'] : [])
})

test.each(['', 'a#', 'a/#/b', 'a+', '+a/b', 'a\0b', 'x'.repeat(65_536)])('%j is no filter', (filter) => {
  expect(isTopicFilter(filter)).toBe(false)
})

test('a wildcard is no name', () => {
  expect(['a/+', '#', '', 'a/b', '/'].map(isTopicName)).toEqual([false, false, false, true, true])
})

test('each is told once, and a filter is unused when the last one has gone', () => {
  const table = new TopicTable<string>()
  for (const filter of ['a/b', 'a/+', '#']) table.add(filter, 'one')
  table.add('a/+', 'other')
  expect([...table.matching('a/b')]).toEqual(['one', 'other'])
  expect(table.filters.sort()).toEqual(['#', 'a/+', 'a/b'])
  expect(table.remove('a/+', 'one')).toBe(false)
  expect(table.remove('a/+', 'one')).toBe(false)
  expect(table.remove('a/+', 'other')).toBe(true)
  expect(table.remove('a/+', 'other')).toBe(false)
  expect(table.filters.sort()).toEqual(['#', 'a/b'])
})
