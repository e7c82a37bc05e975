// Every error code that the clouds publish has sentences of its own, in both languages, and they win over the general ones.
import { describe, expect, it } from 'vitest'
import { CloudRefusal, type RefusalReason } from '../../../main/local-cloud/cloud-refusal.ts'
import { cloudCodeTextsEn } from '../../../preload/contract/cloud-code-texts-en.ts'
import { cloudCodeTextsZhCn } from '../../../preload/contract/cloud-code-texts-zh-cn.ts'
import { iotRpcCodes, livingCodes, xlinkCodes, xlinkReasons } from '../../../preload/contract/cloud-codes.ts'
import { type ErrorCode, type ErrorContext, errorText, languages } from '../../../preload/contract/index.ts'

// What the local cloud can say, and nothing else: checked by the compiler.
const reasons: Record<RefusalReason, string> = xlinkReasons
const noOthers: Record<keyof typeof xlinkReasons, string> = reasons

const published = {
  xlink: `4001001 4001002 4001007 4001010 4001017 4001035 4001036 4001037 4001053 4001054 4001055 4001064 4001071
    4001072 4001095 4001097 4001112 4001113 4001114 4001138 4001142 4001158 4001213 4001274 4001275 4031001 4031002 4031003
    4031004 4031005 4031021 4031022 4031023 4031024 4041001 4041003 4041005 4041006 4041008 4041013 4041024 5031001`,
  living: `400 401 403 404 429 460 500 503 28560 29003 I400HD I400MH I405UM I413RL`,
  'iot-rpc': `SignatureDoesNotMatch InvalidTimeStamp.Expired InvalidTimeStamp.Format SignatureNonceUsed
    InvalidAccessKeyId.NotFound InvalidAccessKeyId.Inactive MissingParameter InvalidParameter InvalidApi.NotFound
    UnsupportedHTTPMethod Throttling Throttling.User ServiceUnavailable InternalError iot.common.InvalidPageParams
    iot.system.SystemException`,
} as const
const gatewayNames = [
  'Invalid AppKey',
  'Empty Signature',
  'Invalid Signature',
  'Invalid Content-MD5',
  'Invalid Timestamp',
  'Timestamp Expired',
  'Nonce Used',
  'Unauthorized',
  ...['USER', 'APP', 'API', 'DOMAIN', 'GROUP'].map((who) => `Throttled by ${who} Flow Control`),
  'Invalid Url',
]

const say = (context: ErrorContext, code: ErrorCode = 'CLOUD_REFUSED') => errorText({ code, context }, 'en')
const general = say({})

describe('the sentences of a cloud code', () => {
  const tables = { xlink: xlinkCodes, living: livingCodes, 'iot-rpc': iotRpcCodes }
  const all = [
    ...Object.entries(tables).flatMap(([cloud, codes]) =>
      Object.keys(codes).map((cloudCode): ErrorContext => ({ cloud, cloudCode })),
    ),
    ...Object.keys(noOthers).map((reason): ErrorContext => ({ cloud: 'xlink', reason })),
  ]

  it.each(all)('are whole in both languages: %j', (context) => {
    const more = { ...context, message: 'field', skewMs: 960_000, retryAfterMs: 60_000 }
    for (const language of languages) {
      for (const filled of [context, more]) {
        const { title, remedy } = errorText({ code: 'CLOUD_REFUSED', context: filled }, language)
        for (const sentence of [title, remedy]) {
          expect(sentence).not.toMatch(/[{}[\]]| {2}|^\s|\s$|^[:：，。]|。。|，。/)
          expect(sentence.length).toBeGreaterThan(language === 'en' ? 8 : 3)
        }
        expect(remedy).toMatch(language === 'en' ? /\.$/ : /。$/)
        expect(title).not.toMatch(/[.。]$/)
        if (context.cloudCode !== undefined) expect(title).toContain(String(context.cloudCode))
      }
      expect(errorText({ code: 'CLOUD_REFUSED', context }, language).remedy).not.toBe(
        errorText({ code: 'CLOUD_REFUSED', context: {} }, language).remedy,
      )
    }
  })

  it.each([
    ...Object.entries(published).flatMap(([cloud, codes]) =>
      codes.split(/\s+/).map((cloudCode) => [cloud, cloudCode] as const),
    ),
    ...gatewayNames.map((name) => ['living', name] as const),
  ])('are there for what %s publishes: %s', (cloud, cloudCode) => {
    expect(say({ cloud, cloudCode }).remedy).not.toBe(general.remedy)
    const asNumber = Number(cloudCode)
    if (!Number.isNaN(asNumber))
      expect(say({ cloud, cloudCode: asNumber })).toEqual(say({ cloud, cloudCode }))
  })

  it('are there for every refusal of the local cloud, by its code alone as well', () => {
    for (const reason of Object.keys(noOthers) as RefusalReason[]) {
      const { code } = new CloudRefusal(reason).body.error
      expect(say({ cloud: 'xlink', cloudCode: code }).remedy, reason).not.toBe(general.remedy)
    }
  })

  it('are all used, and differ from each other', () => {
    const used = new Set<string>(
      [...Object.values(tables), xlinkReasons].flatMap((codes) => Object.values(codes)),
    )
    expect([...used].sort()).toEqual(Object.keys(cloudCodeTextsEn).sort())
    for (const texts of [cloudCodeTextsEn, cloudCodeTextsZhCn]) {
      const titles = Object.values(texts).map(({ title }) => title)
      expect(new Set(titles).size).toBe(titles.length)
    }
  })
})

describe('which sentences an error has', () => {
  const title = (context: ErrorContext, code?: ErrorCode) => say(context, code).title

  it('of the reason, before those of the code that it shares', () => {
    const shared = { cloud: 'xlink', cloudCode: 4001036, status: 400 }
    expect(title(shared)).toBe("The task's status does not allow this (4001036)")
    expect(title({ ...shared, reason: 'TASK_UNDER_REVIEW' })).toBe('The task is in review (4001036)')
    expect(title({ ...shared, reason: 'TASK_ON_FIRE' })).toBe(
      "The task's status does not allow this (4001036)",
    )
    expect(title({ cloud: 'xlink', cloudCode: null, reason: 'NOT_AUDITOR' })).toBe(
      'Only the reviewer named in the task may decide',
    )
  })

  it('with what the cloud said about the field, and the time it asks for', () => {
    const field = { cloud: 'xlink', cloudCode: 4001001, message: 'field validation failed: name' }
    expect(title(field)).toBe('The cloud does not accept a value: field validation failed: name (4001001)')
    const busy = { cloud: 'living', cloudCode: 429, retryAfterMs: 60_000 }
    expect(say(busy, 'CLOUD_BUSY').remedy).toMatch(/^Wait 60 seconds and try again\./)
    expect(errorText({ code: 'CLOUD_BUSY', context: busy }, 'zh-CN').remedy).toMatch(
      /^请稍候（60秒）再重试。/,
    )
  })

  it('of the beginning of a code that goes into details', () => {
    const rpc = (cloudCode: string) => title({ cloud: 'iot-rpc', cloudCode })
    expect(rpc('Throttling.Api')).toBe('The cloud asks to wait: too many requests (Throttling.Api)')
    expect(rpc('MissingProductKey')).toBe('The cloud misses a parameter (MissingProductKey)')
    expect(rpc('Missing')).toBe('The cloud refused the request (code Missing)')
    expect(title({ cloud: 'living', cloudCode: 'Invalid AppKey: 4711' })).toMatch(
      /^The gateway does not know the app key/,
    )
  })

  it.each([
    { cloud: 'xlink', cloudCode: 4009999 },
    { cloud: 'xlink', cloudCode: 'constructor', reason: 'toString' },
    { cloud: 'living', cloudCode: 4001036 },
    { cloud: 'elsewhere', cloudCode: 4001036 },
    { cloudCode: 4001036 },
    { cloud: 'xlink', cloudCode: null, reason: null },
    { cloud: 'iot-rpc', cloudCode: '' },
    { cloud: 'iot-rpc', cloudCode: '..' },
  ])('the general ones when the code is not known: %j', (context) => {
    expect(title(context)).toMatch(/^The cloud refused the request/)
  })

  it('the general ones when it is no refusal of a cloud', () => {
    const context = { cloud: 'xlink', cloudCode: 4041013, taskId: '7' }
    expect(title(context, 'TASK_NOT_FOUND')).toBe('The upgrade task 7 does not exist')
    expect(title(context, 'CLOUD_REPLY')).toBe('The cloud gave an answer that makes no sense')
  })

  it.each([
    'CLOUD_REFUSED',
    'CLOUD_FORBIDDEN',
    'CLOUD_TOKEN',
    'CLOUD_CREDENTIALS',
    'CLOUD_SIGNATURE',
    'CLOUD_CLOCK',
    'CLOUD_BUSY',
    'CLOUD_SERVER',
  ] as const)("the cloud's own for %s", (code) => {
    expect(title({ cloud: 'xlink', cloudCode: '4001007' }, code)).toBe('The password is wrong (4001007)')
  })
})
