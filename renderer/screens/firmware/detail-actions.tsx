// What can be done with an image: read it again, keep it, remove it. data-testid: image-check, image-pin, image-remove,
// image-remove-yes, image-remove-no.
import { Button } from '@mantine/core'
import { IconPin, IconPinnedOff, IconShieldSearch, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { LibraryImage } from '../../../preload/contract/library.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { useMay } from '../../components/use-may.ts'
import { formatList } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './detail-panel.module.css'

export function DetailActions({ image }: { image: LibraryImage }) {
  const { t } = useTexts()
  const mayCheck = useMay('firmware', 'check')
  const mayPin = useMay('firmware', 'pin')
  const mayRemove = useMay('firmware', 'remove')
  const [isAsked, setAsked] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const wasAsked = useRef(false)
  useEffect(() => {
    // The button that was pressed is gone: the keyboard goes on from where it was.
    if (wasAsked.current && !isAsked) place.current?.focus()
    wasAsked.current = isAsked
  }, [isAsked])
  const { sha256, pinned } = image
  if (isAsked) return <RemoveQuestion image={image} onClose={() => setAsked(false)} />
  return (
    <div className={classes.actions} ref={place} tabIndex={-1}>
      {mayCheck && (
        <ActionButton
          testId="image-check"
          label={t('firmware.check')}
          icon={<IconShieldSearch size={17} aria-hidden="true" />}
          ask={(client) => client.firmware.check({ sha256 })}
        />
      )}
      {mayPin && (
        <ActionButton
          testId="image-pin"
          label={t(pinned ? 'firmware.unpin' : 'firmware.pin')}
          icon={
            pinned ? <IconPinnedOff size={17} aria-hidden="true" /> : <IconPin size={17} aria-hidden="true" />
          }
          ask={(client) => client.firmware.pin({ sha256, pinned: !pinned })}
        />
      )}
      {mayRemove && (
        <ActionButton
          testId="image-remove"
          label={t('firmware.remove')}
          icon={<IconTrash size={17} aria-hidden="true" />}
          reason={pinned ? t('firmware.pinnedReason') : null}
          ask={async () => setAsked(true)}
        />
      )}
    </div>
  )
}

function RemoveQuestion({ image, onClose }: { image: LibraryImage; onClose: () => void }) {
  const { t, language } = useTexts()
  const { sha256, tasks } = image
  const names = formatList(
    tasks.map(({ name }) => name),
    language,
  )
  return (
    <div
      className={classes.question}
      role="alertdialog"
      aria-labelledby="remove-question"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <span id="remove-question">
        {tasks.length === 0
          ? t('firmware.removeUnused')
          : t('firmware.removeUsed', { count: tasks.length, names })}
      </span>
      <Button variant="default" size="sm" autoFocus data-testid="image-remove-no" onClick={onClose}>
        {t('firmware.removeNo')}
      </Button>
      <ActionButton
        testId="image-remove-yes"
        label={t('firmware.removeYes')}
        icon={<IconTrash size={17} aria-hidden="true" />}
        look="filled"
        ask={async (client) => {
          onClose()
          await client.firmware.remove({ sha256 })
        }}
      />
    </div>
  )
}
