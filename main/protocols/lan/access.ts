// What a profile says about speaking HTTP with a device: where, how safe, and who we are. The password is not in a profile.
// Not here: the requests (device-http.ts).
import { z } from 'zod'
import { namedGroups } from '../console/script.ts'

/** Absolute, with its query; a template. */
export const pathSchema = z
  .string()
  .max(500)
  .regex(/^\/[!-~]*$/)

export const patternSchema = z
  .string()
  .max(300)
  .refine((text) => namedGroups(text) !== null, { params: { problem: 'notRegex' } })
  .meta({ format: 'regex' })

export const timeoutSchema = z.number().int().min(50).max(600_000)

/** Names and values of headers or fields; values are templates. */
export const textsSchema = z.record(
  z
    .string()
    .max(60)
    .regex(/^[A-Za-z0-9_-]+$/),
  z
    .string()
    .max(500)
    .regex(/^[ -~]*$/),
)

export const accessShape = {
  /** TCP port; null: that of the address where it is the same service, else 80, or 443 with TLS. */
  port: z.number().int().min(1).max(65_535).nullable().default(null),
  /** Null: plain HTTP. `caPem`: who signs the devices' certificates, or the device's own; "": the system's authorities. */
  tls: z
    .strictObject({ caPem: z.string().max(200_000).default('') })
    .nullable()
    .default(null),
  /** How the password is shown. A device that wants it elsewhere has `{password}` in a header, a field or the path. */
  auth: z.enum(['none', 'basic', 'digest']).default('none'),
  userName: z.string().max(100).default('admin'),
  /** Sent with every request. Values may have `{ip}`, `{userName}`, `{password}`. */
  headers: textsSchema.default({}),
} as const

export const accessSchema = z.strictObject(accessShape)
export type Access = z.infer<typeof accessSchema>
