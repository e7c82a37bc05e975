// Looking for more: a scan of a range, and a device typed by hand. data-testid: lan-scan-range, lan-scan-start,
// lan-scan-stop, lan-scan-state, lan-add-address, lan-add-name, lan-add-profile, lan-add-product, lan-add-access-point, lan-add,
// lan-find-close.
import { CloseButton, Progress, TextInput } from '@mantine/core'
import { IconPlus, IconRadar2, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { CallError } from '../../api/call-error.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { CallProblem } from '../../components/call-problem.tsx'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { Choice } from '../settings/choice.tsx'
import classes from './lan-form.module.css'

export function FindPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTexts()
  return (
    <section className={classes.form} aria-label={t('lan.find.title')}>
      <header className={classes.head}>
        <h2>{t('lan.find.title')}</h2>
        <CloseButton aria-label={t('app.close')} data-testid="lan-find-close" onClick={onClose} />
      </header>
      <ScanFields />
      <AddFields />
    </section>
  )
}

function ScanFields() {
  const { t } = useTexts()
  const ranges = useStation((state) => state.picture?.settings.lan.ranges)
  const scan = useStation((state) => state.picture?.lanScan ?? null)
  const [typed, setTyped] = useState<string | null>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  const range = typed ?? ranges?.[0] ?? ''
  const running = scan?.state === 'running'
  return (
    <>
      <div className={classes.line}>
        <TextInput
          className={classes.wide ?? ''}
          label={t('lan.find.range')}
          description={t('lan.find.rangeHint')}
          value={range}
          maxLength={100}
          list="lan-ranges"
          data-testid="lan-scan-range"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <datalist id="lan-ranges">
          {ranges?.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        {running ? (
          <ActionButton
            testId="lan-scan-stop"
            needs="lan.cancelScan"
            label={t('lan.find.stop')}
            icon={<IconX size={17} aria-hidden="true" />}
            ask={(client) => client.lan.cancelScan()}
            onFailed={setFailed}
          />
        ) : (
          <ActionButton
            testId="lan-scan-start"
            needs="lan.scan"
            label={t('lan.find.start')}
            icon={<IconRadar2 size={17} aria-hidden="true" />}
            reason={range.trim() === '' ? t('lan.find.noRange') : null}
            ask={(client) => client.lan.scan({ range: range.trim() })}
            onFailed={setFailed}
          />
        )}
        {scan && (
          <div className={classes.scan} role="status" data-testid="lan-scan-state" data-state={scan.state}>
            <span>
              {scan.range}: {t(`lan.find.${scan.state}`, scanned(scan))}
            </span>
            {running && (
              <Progress
                value={scan.totalCount === 0 ? 0 : (100 * scan.askedCount) / scan.totalCount}
                size="sm"
                classNames={{ root: classes.track ?? '' }}
                aria-label={t('lan.find.title')}
              />
            )}
          </div>
        )}
      </div>
      <CallProblem error={failed} />
    </>
  )
}

function scanned({
  askedCount,
  totalCount,
  foundCount,
}: Record<'askedCount' | 'totalCount' | 'foundCount', number>) {
  return { asked: askedCount, total: totalCount, found: foundCount }
}

const nothing = { address: '', name: '', profileId: '', productId: '', accessPoint: '' }

function AddFields() {
  const { t } = useTexts()
  const profiles = useStation((state) => state.picture?.profiles)
  const [typed, setTyped] = useState(nothing)
  const [failed, setFailed] = useState<CallError | null>(null)
  const put = (part: Partial<typeof nothing>) => setTyped({ ...typed, ...part })
  const address = typed.address.trim()
  return (
    <>
      <div className={classes.line}>
        <TextInput
          className={classes.wide ?? ''}
          label={t('lan.find.address')}
          description={t('lan.find.addressHint')}
          value={typed.address}
          maxLength={300}
          data-testid="lan-add-address"
          onChange={(event) => put({ address: event.currentTarget.value })}
        />
        <TextInput
          className={classes.one ?? ''}
          label={t('lan.find.name')}
          value={typed.name}
          maxLength={40}
          data-testid="lan-add-name"
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
        <Choice
          className={classes.one ?? ''}
          label={t('lan.plan.profile')}
          value={typed.profileId}
          testId="lan-add-profile"
          options={[
            { value: '', label: t('settings.slotBenchProfile') },
            ...(profiles ?? []).map((profile) => ({ value: profile.profileId, label: profile.name })),
          ]}
          onChange={(profileId) => put({ profileId })}
        />
        <TextInput
          className={classes.one ?? ''}
          label={t('lan.plan.product')}
          placeholder={t('settings.slotBenchProduct')}
          value={typed.productId}
          maxLength={64}
          data-testid="lan-add-product"
          onChange={(event) => put({ productId: event.currentTarget.value })}
        />
        <TextInput
          className={classes.one ?? ''}
          label={t('lan.column.accessPoint')}
          value={typed.accessPoint}
          maxLength={64}
          data-testid="lan-add-access-point"
          onChange={(event) => put({ accessPoint: event.currentTarget.value })}
        />
        <ActionButton
          testId="lan-add"
          needs="lan.place"
          label={t('lan.find.add')}
          icon={<IconPlus size={17} aria-hidden="true" />}
          reason={address === '' ? t('lan.find.noAddress') : null}
          onFailed={setFailed}
          ask={async (client) => {
            const { name, profileId, productId, accessPoint } = typed
            await client.lan.place({
              devices: [
                {
                  // What people type is mostly the bare address.
                  address: /^(lan:\/\/|mqtt:)/.test(address) ? address : `lan://${address}`,
                  name: name.trim(),
                  profileId: profileId || null,
                  productId: productId.trim() || null,
                  accessPoint: accessPoint.trim() || null,
                },
              ],
            })
            // The next one is mostly of the same kind.
            put({ address: '', name: '' })
          }}
        />
      </div>
      <CallProblem error={failed} />
    </>
  )
}
