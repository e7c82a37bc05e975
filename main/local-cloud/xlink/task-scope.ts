// For which devices a task is, as endpoints 1 and 10 take it.
import { z } from 'zod'
import { blankToUndefined, scopeCategories, wireEnumOptional, wireId } from '../../clouds/xlink/wire.ts'
import { CloudRefusal } from '../cloud-refusal.ts'

/** As many as fit into a body of one megabyte. */
const MAX_DEVICES = 100_000

export const deviceListSchema = z.array(wireId).max(MAX_DEVICES)

export const scopeSchema = z.preprocess(
  blankToUndefined,
  z
    .object({
      category: wireEnumOptional(scopeCategories),
      device_list: z.preprocess(blankToUndefined, deviceListSchema.optional()),
    })
    .optional(),
)

export interface DecidedScope {
  readonly category: keyof typeof scopeCategories
  readonly deviceIds: readonly string[]
}

/**
 * Left out: a formal task is for all, a test task for nobody yet. Devices without a category: for them, never for all.
 * SCOPE_UNKNOWN for a test task for all, unless the rules allow it; SCOPE_EMPTY when the devices are missing.
 */
export function decideScope(
  scope: z.infer<typeof scopeSchema>,
  { isTest, testForAll }: { isTest: boolean; testForAll: boolean },
): DecidedScope {
  const deviceIds = scope?.device_list
  const usual = isTest || (deviceIds !== undefined && deviceIds.length > 0) ? 'devices' : 'all'
  const category = scope?.category ?? usual
  if (category === 'all') {
    if (isTest && !testForAll) throw new CloudRefusal('SCOPE_UNKNOWN', 'scope.category')
    return { category, deviceIds: [] }
  }
  const namesNobody = isTest ? deviceIds === undefined : deviceIds === undefined || deviceIds.length === 0
  if (scope?.category !== undefined && namesNobody) throw new CloudRefusal('SCOPE_EMPTY', 'scope.device_list')
  return { category, deviceIds: deviceIds ?? [] }
}
