// What the device's answers mean, by the profile. Pure. Not here: asking.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { LanReply } from '../../transports/lan-host.ts'
import { refusalOf, type Speaker, shown, textOf } from '../lan/device-answer.ts'
import type { HttpOtaOptions } from './options.ts'

/**
 * To the upload. OTA_PASSWORD, OTA_REDIRECT, OTA_REFUSED {status, said}; OTA_REPLY {said}: neither a yes nor a no; OTA_BROKEN
 * {doneBytes}: a yes to half an image.
 */
export function judgeUpload(
  reply: LanReply,
  { statuses, success, refusal }: HttpOtaOptions['answer'],
  speaker: Speaker,
  sent: { readonly doneBytes: number; readonly isWhole: boolean },
): void {
  const { address } = speaker
  const { status } = reply
  const text = textOf(reply)
  const no = refusal === '' ? null : new RegExp(refusal).exec(text)
  if (no) throw new FlashlineError('OTA_REFUSED', { address, status, said: shown(no[1] ?? text, speaker) })
  requireStatus(reply, statuses, speaker)
  if (success !== '' && !new RegExp(success).test(text))
    throw new FlashlineError('OTA_REPLY', { address, status, said: shown(text, speaker) })
  if (!sent.isWhole)
    throw new FlashlineError('OTA_BROKEN', { address, doneBytes: sent.doneBytes, reason: 'answeredEarly' })
}

/** OTA_PASSWORD, OTA_REDIRECT, OTA_REFUSED {status, said}. */
export function requireStatus(reply: LanReply, statuses: readonly number[], speaker: Speaker): void {
  const { status } = reply
  if (statuses.includes(status)) return
  const said = shown(textOf(reply), speaker)
  throw (
    refusalOf(reply, speaker, 'OTA_REFUSED') ??
    new FlashlineError('OTA_REFUSED', { address: speaker.address, status, said })
  )
}
