// One profile in the list: its name, how and what it flashes, where it comes from, and who uses it.
import { useEffect, useRef } from 'react'
import type { ProfileEntry } from '../../../../preload/contract/profile.ts'
import { useTexts } from '../../../text/i18n.ts'
import type { ProfileUse } from './profile-use.ts'
import classes from './profiles.module.css'

export interface ProfileItemProps {
  readonly entry: ProfileEntry
  readonly use: ProfileUse
  readonly isShown: boolean
  /** Something in it is not saved. */
  readonly isEdited: boolean
  readonly show: () => void
}

export function ProfileItem({ entry, use, isShown, isEdited, show }: ProfileItemProps) {
  const { t } = useTexts()
  const button = useRef<HTMLButtonElement>(null)
  // The list may be longer than the screen.
  useEffect(() => {
    if (isShown) button.current?.scrollIntoView({ block: 'nearest' })
  }, [isShown])
  const { profileId, name, protocol, chips, origin, hidesBuiltIn } = entry
  return (
    <li>
      <button
        ref={button}
        type="button"
        className={classes.item}
        aria-current={isShown}
        data-testid="profile-item"
        data-profile={profileId}
        data-origin={origin}
        data-hides={hidesBuiltIn}
        data-used={use.bench}
        data-edited={isEdited}
        onClick={show}
      >
        <span className={classes.itemName}>{name}</span>
        <span className={classes.itemFacts}>
          {[protocol, chips.join(', ')].filter((fact) => fact !== '').join(' · ')}
        </span>
        {(use.bench || use.slots > 0 || hidesBuiltIn || isEdited) && (
          <span className={classes.marks}>
            {use.bench && <b data-look="used">{t('profiles.usedByBench')}</b>}
            {use.slots > 0 && <b data-look="used">{t('profiles.usedBySlots', { count: use.slots })}</b>}
            {hidesBuiltIn && <b>{t('profiles.hides')}</b>}
            {isEdited && <b data-look="edited">{t('connections.state.unsaved')}</b>}
          </span>
        )}
      </button>
    </li>
  )
}
