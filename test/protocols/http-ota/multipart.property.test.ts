// Whatever stands in a form, a parser that nobody here wrote reads it back: that of the runtime's own Response.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fileIn } from '../../../main/practice/lan/http/take-body.ts'
import { encodeForm } from '../../../main/protocols/http-ota/multipart.ts'
import { runs } from '../../runs.ts'

const boundary = 'flashline-0123456789'
const name = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
  .filter((text) => !/[\\%]/.test(text))
const value = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/[\r\n]/.test(text))

it('fields and file come back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true }),
      name,
      name,
      fc.uint8Array({ maxLength: 2000 }),
      async (fields, field, fileName, bytes) => {
        fc.pre(!Object.hasOwn(fields, field))
        const file = { field, fileName, contentType: 'application/octet-stream' }
        const { contentType, head, tail } = encodeForm(fields, file, boundary)
        const whole = Buffer.concat([head, bytes, tail])
        const form = await new Response(whole, { headers: { 'Content-Type': contentType } }).formData()
        for (const [key, text] of Object.entries(fields)) expect(form.get(key)).toBe(text)
        const back = form.get(field)
        if (!(back instanceof File)) throw new Error('no file')
        expect(back.name).toBe(fileName)
        expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true)
        if (!field.includes('"')) expect(fileIn(whole, contentType, field)?.equals(bytes)).toBe(true)
      },
    ),
    runs(200),
  )
})

it('as bytes', () => {
  const file = { field: 'u2', fileName: 'a"b.bin', contentType: 'application/octet-stream' }
  const { contentType, head, tail } = encodeForm({ md5: 'abc' }, file, 'B')
  expect(contentType).toBe('multipart/form-data; boundary=B')
  expect(Buffer.from(head).toString()).toBe(
    '--B\r\nContent-Disposition: form-data; name="md5"\r\n\r\nabc\r\n' +
      '--B\r\nContent-Disposition: form-data; name="u2"; filename="a%22b.bin"\r\nContent-Type: application/octet-stream\r\n\r\n',
  )
  expect(Buffer.from(tail).toString()).toBe('\r\n--B--\r\n')
})
