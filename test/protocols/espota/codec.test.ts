// The golden bytes of Arduino OTA: invitations, replies, answers to challenges. The digests were made with Python's hashlib;
// the first one of the newer kind is also in the tests of another client that was checked against espota.py.
import { describe, expect, it } from 'vitest'
import { answerChallenge } from '../../../main/protocols/espota/challenge.ts'
import {
  decodeReply,
  encodeInvitation,
  encodeNothing,
  encodeResponse,
} from '../../../main/protocols/espota/codec.ts'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const md5 = '0123456789abcdef0123456789abcdef'

describe('what is sent', () => {
  it('invites for an application and for a file system', () => {
    const about = { port: 51_234, sizeBytes: 1_168_784, md5 }
    expect(text(encodeInvitation({ ...about, target: 'app' }))).toBe(`0 51234 1168784 ${md5}\n`)
    expect(text(encodeInvitation({ ...about, target: 'fileSystem' }))).toBe(`100 51234 1168784 ${md5}\n`)
  })

  it('answers, and says nothing', () => {
    expect(text(encodeResponse('cd', 'ef'))).toBe('200 cd ef\n')
    expect(text(encodeNothing())).toBe('1\n')
  })
})

describe('what a datagram means', () => {
  it.each([
    ['OK', { kind: 'accepted' }],
    ['OK\n', { kind: 'accepted' }],
    [`AUTH ${md5}`, { kind: 'challenge', nonce: md5 }],
    [`AUTH ${md5}${md5}\r\n`, { kind: 'challenge', nonce: md5 + md5 }],
    ['Authentication Failed', { kind: 'wrongPassword' }],
    ['ERR: ERROR[4]: Not Enough Space\r\n', { kind: 'refused', said: 'ERR: ERROR[4]: Not Enough Space' }],
    ['AUTH', { kind: 'unknown', said: 'AUTH' }],
    [`AUTH ${md5}0`, { kind: 'unknown', said: `AUTH ${md5}0` }],
    ['OKAY', { kind: 'unknown', said: 'OKAY' }],
    ['', { kind: 'unknown', said: '' }],
  ])('%j', (said, reply) => {
    expect(decodeReply(Buffer.from(said, 'latin1'))).toEqual(reply)
  })

  it('keeps little of a long one, and nothing that is not plain', () => {
    const reply = decodeReply(Buffer.from(`\u0000\u001b[31m${'x'.repeat(5000)}`, 'latin1'))
    expect(reply).toEqual({ kind: 'unknown', said: `[31m${'x'.repeat(154)}` })
  })
})

describe('the answer to a challenge', () => {
  const [old, oldOurs] = ['ab'.repeat(16), 'cd'.repeat(16)]
  const [nonce, ours] = ['ab'.repeat(32), 'cd'.repeat(32)]

  it.each([
    ['s3cret', '0413914e606a18d31e04ec15a49600da'],
    ['pässwörd', 'aa52cdb68f53ff54818e42201f2b5abb'],
  ])('with MD5 for %s', async (password, response) => {
    const bytes = await answerChallenge(old, oldOurs, password, 'sha256')
    expect(text(bytes)).toBe(`200 ${oldOurs} ${response}\n`)
  })

  it.each([
    ['a-real-password', 'sha256', '4d63ba8b1efa8949a0c5caefe7e8bc77db582e5531bdf2667c663394b4551b93'],
    ['a-real-password', 'md5', '72411b1f2dfce35db7cbd293c3cab25f533496919e272648e90685c4b5cf79af'],
    ['pässwörd', 'sha256', '7a0d369b960beebbe8d35f7dca2db0797378417c00604f5e7dd5bc3cdadab417'],
    ['pässwörd', 'md5', '4f9fd2de83f8e4455ae9c5d1d3d7730519baab45b60e3f6938f969f6a923d37f'],
  ] as const)('with PBKDF2 for %s, kept as %s', async (password, kept, response) => {
    const bytes = await answerChallenge(nonce, ours, password, kept)
    expect(text(bytes)).toBe(`200 ${ours} ${response}\n`)
  })
})
