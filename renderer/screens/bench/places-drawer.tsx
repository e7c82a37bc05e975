// The map of the bench, beside the bench itself: where a board is plugged in is where its place is learned.
import { Drawer } from '@mantine/core'
import { useTexts } from '../../text/i18n.ts'
import { SlotsPanel } from '../settings/slots/slots-panel.tsx'
import { setBenchView, useBenchView } from './bench-view.ts'
import classes from './orders/orders.module.css'

const close = () => setBenchView({ placesShown: false })

export function PlacesDrawer() {
  const { t } = useTexts()
  const shown = useBenchView(({ placesShown }) => placesShown)
  if (!shown) return null
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={900}
      title={t('slotMap.drawer')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
      // The page never scrolls, and the lock would write a style element.
      lockScroll={false}
      transitionProps={{ duration: 120 }}
      classNames={{ title: classes.heading ?? '' }}
    >
      <SlotsPanel learnStarted={close} />
    </Drawer>
  )
}
