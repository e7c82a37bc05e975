// The calls around the upgrade service: logins, members, products, devices, firmware files.
import { z } from 'zod'
import { deviceActiveBody, deviceLoginBody } from '../accounts/device-login.ts'
import { accessKeyAuthBody, corpAuthBody, refreshBody, userAuthBody } from '../accounts/login.ts'
import { membersQuery } from '../accounts/members.ts'
import { uploadQuery } from '../firmware-upload.ts'
import { deviceBody, deviceListBody, productBody } from '../products.ts'
import * as answers from './answers.ts'
import type { Operation } from './operation.ts'

const desk = { access: 'token', kinds: ['corp', 'thirdParty'] } as const
const login = { access: 'open', method: 'post' } as const
const file = {
  access: 'open',
  path: '/firmware/{sha256}/{name}',
  query: z.object({ expires: z.string().optional(), sign: z.string().optional() }),
} as const

export const accountOperations: readonly Operation[] = [
  {
    ...login,
    id: 'loginMember',
    path: '/v2/corp_auth',
    summary: 'Log in as a member of a corp',
    body: corpAuthBody,
    answer: answers.memberSession,
  },
  {
    ...desk,
    kinds: ['corp'],
    id: 'refreshMember',
    method: 'post',
    path: '/v2/corp/token/refresh',
    summary: "A new token in place of a member's, before it expires",
    body: refreshBody,
    answer: answers.refreshedSession,
  },
  {
    ...login,
    id: 'loginAccessKey',
    path: '/v2/accesskey_auth',
    summary: 'Log in as a third party',
    body: accessKeyAuthBody,
    answer: answers.accessKeySession,
  },
  {
    ...login,
    id: 'loginUser',
    path: '/v2/user_auth',
    summary: 'Log in as a user of an app',
    body: userAuthBody,
    answer: answers.userSession,
  },
  {
    ...login,
    id: 'refreshUser',
    path: '/v2/user/token/refresh',
    summary: "A new token in place of a user's, before it expires",
    body: refreshBody,
    answer: answers.userSession,
  },
  {
    ...login,
    id: 'activateDevice',
    path: '/v2/device_active',
    summary: 'Give a device its authorize code',
    body: deviceActiveBody,
    answer: answers.activatedDevice,
  },
  {
    ...login,
    id: 'loginDevice',
    path: '/v2/device_login',
    summary: 'Log in as a device',
    body: deviceLoginBody,
    answer: answers.deviceSession,
  },
  {
    access: 'token',
    kinds: ['device'],
    id: 'refreshDevice',
    method: 'post',
    path: '/v2/device_refresh',
    summary: "A new token in place of a device's, before it expires",
    body: refreshBody,
    answer: answers.deviceSession,
  },
  {
    ...desk,
    id: 'listMembers',
    method: 'get',
    path: '/v2/corp/members',
    summary: 'Members of the corp: who may review',
    query: membersQuery,
    answer: answers.memberList,
  },
  {
    ...desk,
    id: 'putProduct',
    method: 'post',
    path: '/v2/products',
    summary: 'Add a product, or rename it',
    body: productBody,
    answer: answers.product,
  },
  {
    ...desk,
    id: 'putDevice',
    method: 'post',
    path: '/v2/product/{productId}/device',
    summary: 'Add a device, or change it',
    body: deviceBody,
    answer: answers.device,
  },
  {
    ...desk,
    id: 'searchDevices',
    method: 'post',
    path: '/v2/product/{productId}/devices',
    summary: 'Devices of a product, with filter, query and order',
    body: deviceListBody,
    answer: answers.deviceList,
  },
  {
    ...desk,
    id: 'uploadFirmware',
    method: 'post',
    path: '/v2/firmware-files',
    summary: 'Keep a firmware file, and tell what a task needs to name it',
    query: uploadQuery,
    body: 'bytes',
    answer: answers.uploadedFile,
  },
  {
    ...file,
    id: 'getFirmware',
    method: 'get',
    summary: 'A firmware file, with ranges and conditions',
    answer: 'bytes',
  },
  {
    ...file,
    id: 'lookAtFirmware',
    method: 'head',
    summary: 'Size and entity tag of a firmware file',
    answer: 'empty',
  },
]
