// Who is signed in at this computer: for records of what a command does.
import { userInfo } from 'node:os'

export function systemUser(): string {
  try {
    return userInfo().username.slice(0, 60)
  } catch {
    // A user id without an entry in the system's list.
    return ''
  }
}
