// What the routes answer, as schemas for the document. Tests hold real answers against them; nothing reads with them.
import { z } from 'zod'

const count = z.int().nonnegative()
const time = z.iso.datetime()

const list = <T extends z.ZodType>(item: T) => z.strictObject({ count, list: z.array(item) })

/** As endpoint 5 answers it. */
export const checkedTask = z.strictObject({
  id: z.string(),
  product_id: z.string(),
  name: z.string(),
  description: z.string(),
  from_version: count,
  from_version_url: z.string(),
  from_version_md5: z.string(),
  from_version_size: count,
  target_version: count,
  target_version_url: z.string(),
  target_version_md5: z.string(),
  target_version_size: count,
  upgrade_count: count.describe('Devices that were upgraded, each counted once.'),
  status: z.int().min(0).max(3).describe('0 stopped, 1 running, 2 pending, 3 under review'),
  type: z.int().min(1).max(3).describe('1 wifi, 2 MCU, 3 sub-device'),
  identify: count,
  scope: z.strictObject({
    category: z.int().min(0).max(1).describe('0 all devices, 1 those of the list'),
    device_list: z.array(z.string()),
  }),
})

/** As endpoint 1 answers it. */
export const createdTask = checkedTask.extend({
  task_type: z.int().min(0).max(1).describe('0 automatic, 1 manual'),
  tag_type: z.int().min(0).max(1).describe('0 formal, 1 test'),
  create_time: time,
})

/** As endpoints 2, 7 and 14 answer it. */
export const task = createdTask.extend({
  surplus_count: count.optional().describe('Devices in scope that still have the start version; wifi only.'),
  audit_member_id: z.string().describe('The reviewer while under review.'),
})
export const taskList = list(task)

export const otaLogList = list(
  z
    .strictObject({
      id: z.string(),
      product_id: z.string(),
      task_id: z.string(),
      device_id: z.string(),
      device_mac: z.string(),
      device_sn: z.string(),
      status: z.int().min(1).max(2).describe('1 issued, 2 completed'),
      execute_time: time.nullable(),
      result: z.int().min(0).max(1).nullable().describe('Of the last report: 0 success, 1 failure.'),
      desc: z.string(),
    })
    .partial(),
)

export const operationList = list(
  z.strictObject({
    id: z.string(),
    content: z.string(),
    opt_id: z.string(),
    opt_name: z.string(),
    opt_account: z.string(),
    create_date: time,
  }),
)

export const versionShare = z.strictObject({
  total: count,
  ratios: z.array(z.strictObject({ devices: count, firmware_version: count.nullable() })),
})

const session = { access_token: z.string(), refresh_token: z.string(), expire_in: count.describe('Seconds.') }
export const refreshedSession = z.strictObject(session)
export const memberSession = refreshedSession.extend({ corp_id: z.string(), member_id: z.string() })
export const accessKeySession = z.strictObject({ access_token: z.string(), expire_in: count })
export const userSession = refreshedSession.extend({ user_id: z.string(), authorize: z.string() })
export const deviceSession = refreshedSession.extend({ device_id: z.string() })
export const activatedDevice = z.strictObject({ device_id: z.string(), authorize_code: z.string() })

export const memberList = list(
  z.strictObject({
    id: z.string(),
    name: z.string(),
    account: z.string(),
    phone: z.string(),
    email: z.string(),
    role: count.describe('1 admin, 2 operator, 3 developer'),
    status: count,
  }),
)

export const product = z.strictObject({ id: z.string(), name: z.string() })
export const device = z.strictObject({
  id: z.string(),
  product_id: z.string(),
  mac: z.string(),
  sn: z.string(),
})
export const deviceList = list(device.extend({ firmware_version: count.nullable() }).partial())
export const uploadedFile = z.strictObject({
  url: z.string(),
  md5: z.string(),
  sha256: z.string(),
  size: count,
})

const livingAnswer = <T extends z.ZodType>(data: T) =>
  z.strictObject({
    id: z.string(),
    code: count.describe('200 success, 400, 401, 403, 404, 460, 500'),
    message: z.string().nullable(),
    localizedMsg: z.string().nullable(),
    data: data.nullable(),
  })

export const livingProgress = livingAnswer(
  z.strictObject({
    iotId: z.string(),
    moduleName: z.string(),
    currentVersion: z.string(),
    firmwareVersion: z.string(),
    status: z.enum(['TO_BE_UPGRADED', 'UPGRADING', 'SUCCEEDED', 'FAILED']),
    step: z.int().min(-4).max(100),
    desc: z.string(),
    otaType: z.literal('CONFIRM').optional(),
    needConfirm: z.literal(true).optional(),
    upgradeStatus: z.literal(2).optional().describe('Abnormal: ten minutes after its task was made.'),
  }),
)
export const livingDone = livingAnswer(z.null())

const firmware = z.strictObject({
  firmwareId: z.string(),
  firmwareName: z.string(),
  firmwareDesc: z.string(),
  destVersion: z.string(),
  srcVersion: z.string(),
  moduleName: z.string(),
  productKey: z.string(),
  productName: z.string(),
  firmwareSize: count,
  firmwareSign: z.string(),
  signMethod: z.string(),
  status: z.int(),
  type: z.int(),
  utcCreate: time,
  utcModified: time,
  firmwareUrl: z.string().optional().describe('QueryOTAFirmware only; ends after an hour.'),
})

export const rpcAnswer = z.strictObject({
  code: z.string(),
  success: z.boolean(),
  requestId: z.string(),
  errorMessage: z.string().optional(),
  currentPage: count.optional(),
  pageSize: count.optional(),
  pageCount: count.optional(),
  total: count.optional(),
  firmwareInfo: z
    .union([z.strictObject({ simpleFirmwareInfo: z.array(firmware) }), firmware])
    .optional()
    .describe('ListOTAFirmware: the list; QueryOTAFirmware: the package.'),
})

export const refusal = z.strictObject({
  error: z.strictObject({
    code: z.int().describe('The HTTP status and four digits.'),
    msg: z.string(),
    reason: z.string().describe('Stable, upper case; tells conditions apart that share a code.'),
  }),
})

export const rpcRefusal = z.strictObject({
  Code: z.string(),
  Message: z.string(),
  RequestId: z.string(),
  HostId: z.string(),
})
