// What somebody sees who was not let in: a plain page for a browser, the contract's typed error for software.
import { FlashlineError } from '../../../preload/contract/index.ts'

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Flashline</title>
<h1>Flashline</h1>
<p>This station opens with the complete address only, the one with <code>?token=</code>. It was printed where the
station was started (<code>flashline serve</code>). Copy it from there into this browser. A restart makes a new one.</p>
<p lang="zh-CN">请使用带有 <code>?token=</code> 的完整地址打开本工作站。该地址显示在启动工作站（<code>flashline serve</code>）的窗口中，
请复制到浏览器打开。重新启动后地址会改变。</p>
</html>
`

/** Why somebody was not let in; `seat`: the door is full. */
export type VisitorRefusal = 'host' | 'origin' | 'token' | 'seat'

export interface Refusal {
  readonly contentType: string
  readonly body: string
}

/** `accept`: the request's Accept header. */
export function refusal(status: 401 | 403, reason: string, accept: string | undefined): Refusal {
  if (status === 401 && accept?.includes('text/html'))
    return { contentType: 'text/html; charset=utf-8', body: page }
  const { code, context, message } = new FlashlineError('NOT_AUTHORISED', { reason })
  const body = JSON.stringify({ defined: true, code: 'FLASHLINE', status, message, data: { code, context } })
  return { contentType: 'application/json', body }
}
