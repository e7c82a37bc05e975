// The Living calls, the RPC door, and this document.
import { z } from 'zod'
import { listParameters, queryParameters } from '../iot-rpc/firmware-calls.ts'
import { envelopeSchema } from '../living/envelope.ts'
import { progressParams, progressReportParams } from '../living/progress.ts'
import * as answers from './answers.ts'
import type { Operation } from './operation.ts'

const rpcParameters = z.object({
  Action: z.enum(['ListOTAFirmware', 'QueryOTAFirmware']),
  AccessKeyId: z.string(),
  Signature: z.string(),
  SignatureMethod: z.literal('HMAC-SHA1').optional(),
  SignatureNonce: z.string(),
  Timestamp: z.iso.datetime(),
  Format: z.enum(['JSON', 'XML']).optional(),
  ...listParameters.partial().shape,
  ...queryParameters.partial().shape,
})

const rpc = {
  access: 'rpc',
  path: '/',
  summary: 'ListOTAFirmware and QueryOTAFirmware: the firmware catalogue',
  answer: answers.rpcAnswer,
} as const

export const neighbourOperations: readonly Operation[] = [
  {
    access: 'gateway',
    id: 'getProgress',
    method: 'post',
    path: '/living/ota/progress/get',
    summary: "How far a device's upgrade is",
    body: envelopeSchema.extend({ params: progressParams }),
    answer: answers.livingProgress,
  },
  {
    access: 'gateway',
    id: 'reportProgress',
    method: 'post',
    path: '/living/ota/progress/report',
    summary: 'A device or a station tells how far it is',
    body: envelopeSchema.extend({ params: progressReportParams }),
    answer: answers.livingDone,
  },
  { ...rpc, id: 'callByQuery', method: 'get', query: rpcParameters },
  {
    ...rpc,
    id: 'callByForm',
    method: 'post',
    body: rpcParameters,
    bodyType: 'application/x-www-form-urlencoded',
  },
  {
    access: 'open',
    id: 'getDocument',
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    answer: z.record(z.string(), z.unknown()),
  },
]
