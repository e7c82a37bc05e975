// Offline kits: those that were brought in, one that is being brought in or made, result files, and keys. data-testid:
// kits-panel, kit-bring-in, kit-file, kit-make, kits-empty, kit-row (data-state).
import { Button } from '@mantine/core'
import { IconBackpack, IconFileImport, IconPackageExport } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { KitEntry } from '../../../../preload/contract/kits.ts'
import { CallProblem } from '../../../components/call-problem.tsx'
import { DropVeil } from '../../../components/drop-veil.tsx'
import { useDrop } from '../../../components/use-drop.ts'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { formatDateTime, formatTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import { InboxSection } from './inbox-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { KitForm } from './kit-form.tsx'
import { offerKit } from './kit-inbox.ts'
import classes from './kits.module.css'
import { ResultFiles } from './result-files.tsx'
import { useKits } from './use-kits.ts'

export function KitsPanel() {
  const { t } = useTexts()
  const client = useStation((state) => state.client)
  const mayMake = useMay('kits', 'create')
  const { told, failed, reload } = useKits()
  const [making, setMaking] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const bringIn = ([file]: readonly File[]) => {
    if (client && file) void offerKit(client, file)
  }
  const { isOver, ...drop } = useDrop(client !== null, bringIn)
  if (!told)
    return failed ? <CallProblem error={failed} /> : <p className={classes.wait}>{t('kits.loading')}</p>
  const { lists, keys } = told
  return (
    <div className={classes.columns} data-testid="kits-panel" {...drop}>
      <div className={classes.side}>
        <Section
          title={t('kits.title')}
          icon={<IconBackpack size={20} aria-hidden="true" />}
          side={
            <div className={classes.buttons}>
              {mayMake && (
                <Button
                  variant="default"
                  leftSection={<IconPackageExport size={18} aria-hidden="true" />}
                  data-testid="kit-make"
                  onClick={() => setMaking(true)}
                >
                  {t('kits.make')}
                </Button>
              )}
              <Button
                leftSection={<IconFileImport size={18} aria-hidden="true" />}
                disabled={client === null}
                data-testid="kit-bring-in"
                onClick={() => chooser.current?.click()}
              >
                {t('kits.bringIn')}
              </Button>
              <input
                ref={chooser}
                type="file"
                accept=".flkit,.flresults"
                hidden
                data-testid="kit-file"
                onChange={(event) => {
                  bringIn([...(event.currentTarget.files ?? [])])
                  // The same file can be chosen again.
                  event.currentTarget.value = ''
                }}
              />
            </div>
          }
        >
          <p className={classes.hint}>{t('kits.hint')}</p>
          {lists.kits.length === 0 ? (
            <div className={classes.empty} data-testid="kits-empty">
              <IconBackpack size={44} stroke={1.4} aria-hidden="true" />
              <b>{t('kits.none')}</b>
              <span>{t('kits.noneDetail')}</span>
            </div>
          ) : (
            <KitTable kits={lists.kits} />
          )}
        </Section>
        <ResultFiles lists={lists} reload={reload} />
      </div>
      <div className={classes.side}>
        <InboxSection />
        {making && <KitForm trusted={keys.trusted} close={() => setMaking(false)} />}
        <KeysSection keys={keys} reload={reload} />
      </div>
      {isOver && <DropVeil text={t('kits.drop')} />}
    </div>
  )
}

function KitTable({ kits }: { kits: readonly KitEntry[] }) {
  const { t, language } = useTexts()
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('kits.name')}</th>
          <th scope="col">{t('kits.from')}</th>
          <th scope="col">{t('kits.validTo')}</th>
          <th scope="col">{t('kits.stateLabel')}</th>
        </tr>
      </thead>
      <tbody>
        {kits.map(({ kit, state }) => (
          <tr key={kit.kitId} data-testid="kit-row" data-state={state}>
            <td>
              <b>{kit.name}</b>
              <span className={classes.quiet}>
                {[...kit.orders, ...kit.tasks].map(({ name }) => name).join(', ')}
              </span>
            </td>
            <td>
              {kit.stationName}
              <span className={classes.quiet}>{formatTime(kit.createdAt, language)}</span>
            </td>
            <td>{formatDateTime(kit.validTo, language)}</td>
            <td>
              <span className={classes.state} data-state={state}>
                {t(`kits.state.${state}`)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
