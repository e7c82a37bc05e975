// What this viewer's role may ask of the station, by the table that the station refuses by: `useMay('tasks', 'create')`.
import { type Access, mayCall, permissions } from '../../preload/contract/permissions.ts'
import { useStation } from '../store/station-store.ts'

type Permissions = typeof permissions
/** `tasks.create` */
export type Procedure = {
  [Area in keyof Permissions]: `${Area}.${keyof Permissions[Area] & string}`
}[keyof Permissions]

export function useMay<Area extends keyof Permissions>(
  area: Area,
  name: keyof Permissions[Area] & string,
): boolean {
  const areaPermissions: Readonly<Record<string, Access>> = permissions[area]
  const access = areaPermissions[name]
  return useStation(({ session }) => access !== undefined && mayCall(access, session?.role ?? null))
}

/** The same for a procedure by its whole name; null needs nothing. */
export function useMayCall(procedure: Procedure | null): boolean {
  return useStation(
    ({ session }) => procedure === null || mayCall(accessTo(procedure), session?.role ?? null),
  )
}

const accessTo = (procedure: Procedure): Access => {
  const [area = '', name = ''] = procedure.split('.')
  const all: Readonly<Record<string, Readonly<Record<string, Access>>>> = permissions
  return all[area]?.[name] ?? 'lead'
}
