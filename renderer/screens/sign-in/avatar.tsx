// A person as a round mark with initials; only seen, since the name always stands beside it.
import type { Role } from '../../../preload/contract/permissions.ts'
import classes from './avatar.module.css'
import { initialsOf } from './initials.ts'

export function Avatar({ name, role, size }: { name: string; role: Role; size: 'sm' | 'md' | 'lg' }) {
  return (
    <span className={classes.avatar} data-role={role} data-size={size} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}
