// In the settings: what a serial number looks like, and what is printed on a label.
import { z } from 'zod'

/** What a serial number looks like, so that a stray scan is no serial number. */
export const scannerSettingsSchema = z.strictObject({
  minLength: z.number().int().min(1).max(64).default(4),
  maxLength: z.number().int().min(1).max(64).default(40),
  /** Of every serial number; it belongs to it. */
  prefix: z.string().max(20).default(''),
  /** Only units of the roster. */
  mustBeKnown: z.boolean().default(false),
})

export const labelFields = ['sn', 'mac', 'deviceId', 'version', 'product', 'lot', 'date'] as const

export const labelSettingsSchema = z.strictObject({
  /** First line; empty: none. */
  title: z.string().max(40).default(''),
  widthMm: z.number().min(15).max(150).default(50),
  heightMm: z.number().min(10).max(150).default(25),
  fields: z.array(z.enum(labelFields)).max(labelFields.length).default(['sn', 'mac', 'version']),
  /** What the square code says; null: no code. */
  qr: z.enum(['sn', 'mac', 'deviceId', 'all']).nullable().default('sn'),
})
export type LabelSettings = z.infer<typeof labelSettingsSchema>
