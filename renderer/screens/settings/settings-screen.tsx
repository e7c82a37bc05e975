// What a lead sets once: this bench, the clouds, and what is synced for which product, in one form that is saved as a
// whole; and the profiles, each saved by itself. data-testid: settings-save, settings-saved, settings-discard, settings-practice, and per part settings-tab-<part>.
import { Button, Tabs } from '@mantine/core'
import {
  IconAdjustments,
  IconAlertCircleFilled,
  IconBackpack,
  IconBuildingFactory2,
  IconCheck,
  IconCloud,
  IconCpu,
  IconDeviceFloppy,
  IconFlask,
  IconMapPin,
  IconPackages,
  IconRouter,
  IconSend,
  IconStethoscope,
  IconTag,
  IconUsers,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { Settings } from '../../../preload/contract/model.ts'
import { mayCall, type Role } from '../../../preload/contract/permissions.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { replaceAddress, useAddress } from '../../components/use-address.ts'
import { readScreenPart } from '../../components/use-screen.ts'
import { takeSettings, useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { forgetTests } from './connections/connection-tests.ts'
import { ConnectionsPanel } from './connections/connections-panel.tsx'
import { useStoredSecrets } from './connections/use-stored-secrets.ts'
import { DiagnosticsPanel } from './diagnostics/diagnostics-panel.tsx'
import {
  type Draft,
  draftOf,
  hasProblems,
  isChanged,
  problemsOf,
  secretChangesOf,
  settingsOf,
} from './draft.ts'
import { FactoryPanel } from './factory/factory-panel.tsx'
import { BenchFields, StationFields } from './fields.tsx'
import { KitsPanel } from './kits/kits-panel.tsx'
import { LabelPanel } from './label/label-panel.tsx'
import { LanPanel } from './lan/lan-panel.tsx'
import { OperatorsPanel } from './operators/operators-panel.tsx'
import { OutboxPanel } from './outbox/outbox-panel.tsx'
import { ProductsPanel } from './products/products-panel.tsx'
import { ProfilesPanel } from './profiles/profiles-panel.tsx'
import classes from './settings-screen.module.css'
import { SlotFields } from './slot-fields.tsx'
import { SlotsPanel } from './slots/slots-panel.tsx'
import { UpdateFields } from './updates/update-fields.tsx'

const parts = [
  'bench',
  'slots',
  'lan',
  'clouds',
  'products',
  'profiles',
  'labels',
  'operators',
  'delivery',
  'factory',
  'kits',
  'diagnostics',
] as const
type Part = (typeof parts)[number]
/** What has nothing to do with the form. */
const savedApart: ReadonlySet<Part> = new Set([
  'slots',
  'profiles',
  'delivery',
  'factory',
  'kits',
  'diagnostics',
])
/** The form is a lead's. */
const access: Readonly<Record<Part, Role>> = {
  bench: 'lead',
  slots: 'support',
  lan: 'lead',
  clouds: 'lead',
  products: 'lead',
  profiles: 'lead',
  labels: 'lead',
  operators: 'lead',
  delivery: 'support',
  factory: 'lead',
  kits: 'support',
  diagnostics: 'support',
}
const icons = {
  bench: IconCpu,
  slots: IconMapPin,
  lan: IconRouter,
  clouds: IconCloud,
  products: IconPackages,
  profiles: IconAdjustments,
  labels: IconTag,
  operators: IconUsers,
  delivery: IconSend,
  factory: IconBuildingFactory2,
  kits: IconBackpack,
  diagnostics: IconStethoscope,
}

export function SettingsScreen() {
  const settings = useStation((state) => state.picture?.settings)
  return settings ? <SettingsForm settings={settings} /> : null
}

function SettingsForm({ settings }: { settings: Settings }) {
  const { t } = useTexts()
  const version = useStation((state) => state.picture?.version ?? '')
  const practice = useStation((state) => state.picture?.practice ?? false)
  // Null: nothing was touched, show what the station says, also when somebody else changes it.
  const [edited, setEdited] = useState<Draft | null>(null)
  const [saved, setSaved] = useState(false)
  const role = useStation(({ session }) => session?.role ?? null)
  const offered = parts.filter((one) => mayCall(access[one], role))
  // The address says it, so that every part can be linked to.
  useAddress()
  const wanted = partOf(readScreenPart())
  const part = offered.includes(wanted) ? wanted : (offered[0] ?? wanted)
  const secrets = useStoredSecrets()
  const draft = edited ?? draftOf(settings)
  const change = (part: Partial<Draft>) => {
    setSaved(false)
    setEdited({ ...draft, ...part })
  }
  const problems = problemsOf(draft)
  const wrong = hasProblems(problems)
  const changed = edited !== null && (wrong || isChanged(draft, settings))
  const reason = changed ? (wrong ? t('settings.fixFirst') : null) : t('settings.unchanged')
  const wrongIn: Record<Part, boolean> = {
    bench: Object.keys(problems.bench).length > 0,
    slots: false,
    lan: Object.keys(problems.lan).length > 0,
    clouds: Object.keys(problems.connections).length > 0,
    products: Object.keys(problems.products).length > 0,
    profiles: false,
    labels: false,
    operators: false,
    delivery: false,
    factory: false,
    kits: false,
    diagnostics: Object.keys(problems.updates).length > 0,
  }
  return (
    <Tabs
      className={classes.page ?? ''}
      classNames={{
        list: classes.tabs ?? '',
        tab: classes.tab ?? '',
        tabLabel: classes.tabLabel ?? '',
        panel: classes.panel ?? '',
      }}
      orientation="vertical"
      value={part}
      onChange={(value) => replaceAddress(`#/settings/${partOf(value)}`)}
      keepMounted={false}
    >
      <header className={classes.head}>
        <h1>{t('settings.title')}</h1>
        <span className={classes.version}>{t('settings.version', { version })}</span>
        <span className={classes.gap} />
        <span className={classes.saved} role="status" data-testid="settings-saved" data-saved={saved}>
          {saved && (
            <>
              <IconCheck size={18} stroke={3} aria-hidden="true" /> {t('settings.saved')}
            </>
          )}
        </span>
        {changed && (
          <Button variant="default" data-testid="settings-discard" onClick={() => setEdited(null)}>
            {t('settings.discard')}
          </Button>
        )}
        {(!savedApart.has(part) || changed) && (
          <ActionButton
            testId="settings-save"
            label={t('settings.save')}
            needs="settings.set"
            icon={<IconDeviceFloppy size={18} aria-hidden="true" />}
            look="filled"
            size="md"
            reason={reason}
            ask={async (client) => {
              const typed = secretChangesOf(draft)
              takeSettings(await client.settings.set({ settings: settingsOf(draft), secrets: typed }))
              forgetTests(Object.keys(typed))
              secrets.reload()
              setEdited(null)
              setSaved(true)
            }}
          />
        )}
      </header>
      <Tabs.List aria-label={t('settings.parts')}>
        {offered.map((one) => {
          const PartIcon = icons[one]
          return (
            <Tabs.Tab
              key={one}
              value={one}
              leftSection={<PartIcon size={18} aria-hidden="true" />}
              rightSection={wrongIn[one] && <WrongMark />}
              data-testid={`settings-tab-${one}`}
              data-wrong={wrongIn[one]}
            >
              {t(`settings.tab.${one}`)}
            </Tabs.Tab>
          )
        })}
      </Tabs.List>
      {practice && (
        <p className={classes.practice} data-testid="settings-practice">
          <IconFlask size={20} aria-hidden="true" /> {t('settings.practice')}
        </p>
      )}
      <Tabs.Panel value="bench">
        <div className={classes.sections}>
          <BenchFields draft={draft} change={change} problems={problems.bench} />
          <StationFields draft={draft} change={change} problems={problems.bench} />
          <SlotFields draft={draft} change={change} />
        </div>
      </Tabs.Panel>
      <Tabs.Panel value="slots">
        <SlotsPanel />
      </Tabs.Panel>
      <Tabs.Panel value="lan">
        <LanPanel
          draft={draft.lan}
          change={(part) => change({ lan: { ...draft.lan, ...part } })}
          problems={problems.lan}
          secrets={secrets.facts}
        />
      </Tabs.Panel>
      <Tabs.Panel value="clouds">
        <ConnectionsPanel
          draft={draft}
          change={change}
          problems={problems.connections}
          saved={settings.connections}
          secrets={secrets.facts}
        />
      </Tabs.Panel>
      <Tabs.Panel value="products">
        <ProductsPanel
          draft={draft}
          change={change}
          problems={problems.products}
          saved={settings}
          changed={changed}
        />
      </Tabs.Panel>
      <Tabs.Panel value="profiles">
        <ProfilesPanel
          settings={settings}
          giveToBench={(profileId) => edited && setEdited({ ...edited, profileId })}
        />
      </Tabs.Panel>
      <Tabs.Panel value="operators">
        <OperatorsPanel signIn={draft.signIn} change={(signIn) => change({ signIn })} />
      </Tabs.Panel>
      <Tabs.Panel value="labels">
        <LabelPanel label={draft.label} change={(label) => change({ label })} />
      </Tabs.Panel>
      <Tabs.Panel value="delivery">
        <OutboxPanel />
      </Tabs.Panel>
      <Tabs.Panel value="factory">
        <FactoryPanel />
      </Tabs.Panel>
      <Tabs.Panel value="kits">
        <KitsPanel />
      </Tabs.Panel>
      <Tabs.Panel value="diagnostics">
        <DiagnosticsPanel />
        {mayCall(access.bench, role) && (
          <div className={classes.sections}>
            <UpdateFields
              updates={draft.updates}
              change={(updates) => change({ updates })}
              problem={problems.updates.url ?? null}
            />
          </div>
        )}
      </Tabs.Panel>
    </Tabs>
  )
}

function partOf(name: string | null): Part {
  return parts.find((one) => one === name) ?? 'bench'
}

/** Says without colour, too, that a part has something to correct. */
function WrongMark() {
  const { t } = useTexts()
  return (
    <>
      <IconAlertCircleFilled size={16} className={classes.wrongMark} aria-hidden="true" />
      <span className="fl-hidden">{t('settings.tabWrong')}</span>
    </>
  )
}
