// Devices: looked for at the left, the one that the page's address names at the right. data-testid: devices-choose.
import { IconDeviceMobileSearch } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useAddress } from '../../components/use-address.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './devices-screen.module.css'
import { unitOfAddress } from './unit-address.ts'
import { UnitList } from './unit-list.tsx'
import { UnitPage } from './unit-page.tsx'

export function DevicesScreen() {
  const { t } = useTexts()
  const address = useAddress()
  const asked = useMemo(() => unitOfAddress(address), [address])
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('devices.title')}</h1>
        <span>{t('devices.searchHint')}</span>
      </header>
      <div className={classes.columns}>
        <UnitList openAddress={address} />
        {asked && <UnitPage key={address} asked={asked} />}
        {!asked && (
          <div className={classes.choose} data-testid="devices-choose">
            <IconDeviceMobileSearch size={64} stroke={1.2} aria-hidden="true" />
            <h2>{t('devices.choose')}</h2>
            <p>{t('devices.chooseDetail')}</p>
          </div>
        )}
      </div>
    </div>
  )
}
