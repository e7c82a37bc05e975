import { expect, it } from 'vitest'
import { asXml, inPascalCase } from '../../../main/local-cloud/iot-rpc/rpc-answer.ts'

it('gives every name a capital, and nothing but names', () => {
  expect(inPascalCase({ code: '', firmwareInfo: { simpleFirmwareInfo: [{ firmwareId: 'abc' }] } })).toEqual({
    Code: '',
    FirmwareInfo: { SimpleFirmwareInfo: [{ FirmwareId: 'abc' }] },
  })
})

it('writes XML: nested, lists as repeated elements, nothing that breaks it', () => {
  expect(asXml('R', { A: 'x<&>"\u0001\n\ud800', B: { C: [1, 2] }, D: [], E: true })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><R><A>x&lt;&amp;&gt;&quot;\n\ufffd</A><B><C>1</C><C>2</C></B><E>true</E></R>',
  )
})
