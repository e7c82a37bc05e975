// The data folder of a kit command, and who gives it.
import type { KitFolder } from '../../../../station/kit-once.ts'
import { openDataDir } from '../../../open-data-dir.ts'
import { resourcesDir } from '../../../program-root.ts'
import { systemUser } from '../../system-user.ts'

export function kitFolder({ data, by }: { readonly data?: string; readonly by?: string }): KitFolder {
  return { dataDir: openDataDir(data), resourcesDir: resourcesDir(), by: by ?? systemUser() }
}
