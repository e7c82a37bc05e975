// Makes a kit: of which work orders or products, for how long and for whom; the browser saves it. data-testid: kit-form,
// kit-name, kit-order-<id>, kit-product-<id>, kit-days, kit-station, kit-create, kit-cancel, kit-saved.
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { IconPackageExport } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { TrustedKey } from '../../../../preload/contract/kits.ts'
import type { WorkOrder } from '../../../../preload/contract/work-order.ts'
import type { CallError } from '../../../api/call-error.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { CallProblem } from '../../../components/call-problem.tsx'
import { useStation } from '../../../store/station-store.ts'
import { formatBytes } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { knownProducts } from '../../tasks/known-products.ts'
import { Section } from '../section.tsx'
import { saveMade } from './fetch-made.ts'
import classes from './kits.module.css'

const dayMs = 24 * 3600 * 1000
const usualDays = '14'

export function KitForm({ trusted, close }: { trusted: readonly TrustedKey[]; close: () => void }) {
  const { t, language } = useTexts()
  const orders = useOpenOrders()
  const settings = useStation((state) => state.picture?.settings)
  const slots = useStation((state) => state.picture?.slots)
  const products = settings ? knownProducts(settings, Object.values(slots ?? {})) : []
  const [name, setName] = useState('')
  const [days, setDays] = useState(usualDays)
  const [station, setStation] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [failed, setFailed] = useState<CallError | null>(null)
  const [saved, setSaved] = useState<{ name: string; sizeBytes: number } | null>(null)
  const put = (key: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(key)
    else next.delete(key)
    setChosen(next)
  }
  const numberOfDays = Number(days)
  const daysWrong = !Number.isInteger(numberOfDays) || numberOfDays < 1 || numberOfDays > 3650
  const idsOf = (kind: string) =>
    [...chosen].filter((key) => key.startsWith(kind)).map((key) => key.slice(kind.length))
  const reason =
    name.trim() === ''
      ? t('kits.form.noName')
      : chosen.size === 0
        ? t('kits.form.nothingChosen')
        : daysWrong
          ? t('kits.form.daysWrong')
          : null
  return (
    <Section title={t('kits.form.title')} icon={<IconPackageExport size={20} aria-hidden="true" />}>
      <div className={classes.form} data-testid="kit-form">
        <TextInput
          label={t('kits.form.name')}
          description={t('kits.form.nameHint')}
          value={name}
          maxLength={60}
          autoFocus
          data-testid="kit-name"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <fieldset className={classes.choices}>
          <legend>{t('kits.form.orders')}</legend>
          {orders.length === 0 && <p className={classes.hint}>{t('kits.form.noOrders')}</p>}
          {orders.map(({ orderId, name: orderName, lot }) => (
            <Checkbox
              key={orderId}
              label={lot === '' ? orderName : `${orderName} (${lot})`}
              checked={chosen.has(`order ${orderId}`)}
              data-testid={`kit-order-${orderId}`}
              onChange={(event) => put(`order ${orderId}`, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
        <fieldset className={classes.choices}>
          <legend>{t('kits.form.products')}</legend>
          {products.length === 0 && <p className={classes.hint}>{t('kits.form.noProducts')}</p>}
          {products.map(({ productId, name: productName }) => (
            <Checkbox
              key={productId}
              label={productName || productId}
              checked={chosen.has(`product ${productId}`)}
              data-testid={`kit-product-${productId}`}
              onChange={(event) => put(`product ${productId}`, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
        <div className={classes.pair}>
          <TextInput
            label={t('kits.form.days')}
            description={t('kits.form.daysHint')}
            value={days}
            inputMode="numeric"
            maxLength={4}
            error={daysWrong && t('kits.form.daysWrong')}
            data-testid="kit-days"
            onChange={(event) => setDays(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('kits.form.station')}
            description={t('kits.form.stationHint')}
            value={station}
            data={[
              { value: '', label: t('kits.form.anyStation') },
              ...trusted.map((key) => ({ value: key.publicKey, label: `${key.name} (${key.fingerprint})` })),
            ]}
            data-testid="kit-station"
            onChange={(event) => setStation(event.currentTarget.value)}
          />
        </div>
        <CallProblem error={failed} />
        {saved && (
          <p role="status" className={classes.done} data-testid="kit-saved">
            <b>{t('kits.form.saved', { name: saved.name, size: formatBytes(saved.sizeBytes, language) })}</b>
          </p>
        )}
        <div className={classes.buttons}>
          <ActionButton
            testId="kit-create"
            label={t('kits.form.create')}
            icon={<IconPackageExport size={17} aria-hidden="true" />}
            look="filled"
            needs="kits.create"
            reason={reason}
            onFailed={setFailed}
            ask={async (client) => {
              setSaved(null)
              const nowMs = Date.now()
              const made = await client.kits.create({
                ...{ name, orderIds: idsOf('order '), productIds: idsOf('product ') },
                ...{ station: station === '' ? null : station, validFrom: new Date(nowMs).toISOString() },
                validTo: new Date(nowMs + numberOfDays * dayMs).toISOString(),
              })
              await saveMade(client, made.fileId)
              setSaved(made)
            }}
          />
          <Button variant="default" data-testid="kit-cancel" onClick={close}>
            {t(saved ? 'kits.inbox.close' : 'kits.form.cancel')}
          </Button>
        </div>
      </div>
    </Section>
  )
}

function useOpenOrders(): readonly WorkOrder[] {
  const client = useStation((state) => state.client)
  const [orders, setOrders] = useState<readonly WorkOrder[]>([])
  useEffect(() => {
    let wanted = true
    client?.orders.list({ limit: 100 }).then(
      (all) =>
        wanted && setOrders(all.filter(({ state, productId }) => state !== 'done' && productId !== null)),
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [client])
  return orders
}
