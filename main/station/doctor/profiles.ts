// Profiles of the plant that are left out because of a mistake. Pure.
import type { DoctorLine, ProfileList } from '../../../preload/contract/index.ts'
import { line } from './line.ts'

export function judgeProfiles({ profiles, problems }: ProfileList): DoctorLine[] {
  if (problems.length === 0) return [line('profilesFine', { count: profiles.length })]
  return problems.map(({ context }) =>
    line('profileBroken', { file: context.file ?? null, issue: context.issue ?? null }),
  )
}
