// Conditions and ranges as RFC 9110 words them.
import { describe, expect, test } from 'vitest'
import { decideAnswer } from '../../../main/hand-out/http/decide-answer.ts'

const etag = '"sha256-aa"'
const file = { etag, sizeBytes: 1000 }
const get = (headers: Record<string, string>) => {
  const { status, part, headers: answered } = decideAnswer('GET', headers, file)
  return [status, part === null ? null : `${part.first}-${part.last}`, answered['Content-Range'] ?? null]
}
const whole = [200, '0-999', null]

describe('decideAnswer', () => {
  test.each([
    ['bytes=0-0', [206, '0-0', 'bytes 0-0/1000']],
    ['bytes=10-19', [206, '10-19', 'bytes 10-19/1000']],
    ['bytes=990-', [206, '990-999', 'bytes 990-999/1000']],
    ['bytes=0-', [206, '0-999', 'bytes 0-999/1000']],
    ['bytes=990-5000', [206, '990-999', 'bytes 990-999/1000']],
    ['bytes=-1', [206, '999-999', 'bytes 999-999/1000']],
    ['bytes=-5000', [206, '0-999', 'bytes 0-999/1000']],
    ['BYTES= 1-2 ', [206, '1-2', 'bytes 1-2/1000']],
    ['bytes=1000-', [416, null, 'bytes */1000']],
    ['bytes=99999999999999999999999-', [416, null, 'bytes */1000']],
    ['bytes=-0', [416, null, 'bytes */1000']],
    // Ignored: several ranges, backwards, another unit, no range at all.
    ['bytes=0-1,5-6', whole],
    ['bytes=5-4', whole],
    ['lines=1-2', whole],
    ['bytes=-', whole],
    ['bytes=1 2-3', whole],
    ['', whole],
  ])('Range: %s', (range, expected) => {
    expect(get({ range })).toEqual(expected)
  })

  test.each([
    ['the same strong tag continues', etag, [206, '500-999', 'bytes 500-999/1000']],
    ['another tag', '"sha256-bb"', whole],
    ['a weak one', `W/${etag}`, whole],
    ['a date', 'Wed, 21 Oct 2015 07:28:00 GMT', whole],
  ])('If-Range: %s', (_, ifRange, expected) => {
    expect(get({ range: 'bytes=500-', 'if-range': ifRange })).toEqual(expected)
  })

  test.each([
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': `"x", W/${etag}` }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"x"' }, 200],
    // Asked before the range.
    [{ 'if-none-match': etag, range: 'bytes=5-' }, 304],
    [{ 'if-match': etag }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': '"x"' }, 412],
    [{ 'if-match': `W/${etag}` }, 412],
    [{ 'if-modified-since': 'Wed, 21 Oct 2055 07:28:00 GMT' }, 200],
  ])('%j is %i', (headers, status) => {
    expect(get(headers as Record<string, string>)[0]).toBe(status)
  })

  test('HEAD says what a GET without a range would say', () => {
    const answer = decideAnswer('HEAD', { range: 'bytes=5-6' }, file)
    expect(answer).toMatchObject({ status: 200, part: null, headers: { 'Content-Length': 1000 } })
  })

  test('an empty file has no bytes to send', () => {
    const empty = { etag, sizeBytes: 0 }
    expect(decideAnswer('GET', {}, empty)).toMatchObject({ status: 200, part: null })
    expect(decideAnswer('GET', { range: 'bytes=0-' }, empty)).toMatchObject({ status: 416, part: null })
  })
})
