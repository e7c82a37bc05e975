// What is flashed here: product, profile, part; beside it the serial ports that this computer has.
// data-testid: first-run-product, first-run-profile-search, first-run-profile (data-profile), first-run-part-type,
// first-run-part-identify, first-run-kit-hint, first-run-ports, first-run-look-again, first-run-next, first-run-skip.
import { Button, TextInput } from '@mantine/core'
import { IconArrowRight, IconRefresh, IconSearch, IconUsb } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionButton } from '../../components/action-button.tsx'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { Choice } from '../settings/choice.tsx'
import { problemsOf } from '../settings/draft.ts'
import classes from './first-run.module.css'
import { profilesFor } from './first-run-draft.ts'
import { StepFrame, type StepProps } from './step-frame.tsx'
import { usePorts } from './use-ports.ts'

export function ProductStep({ draft, change, save, go }: StepProps) {
  const { t } = useTexts()
  const problems = problemsOf(draft).bench
  const noProduct = draft.productId.trim() === '' ? t('firstRun.product.needsProduct') : null
  const noProfile = draft.profileId === '' ? t('firstRun.product.needsProfile') : null
  return (
    <StepFrame
      step="product"
      title={t('firstRun.product.title')}
      lead={t('firstRun.product.lead')}
      back={() => go('cloud')}
      buttons={
        <>
          <Button variant="default" size="md" data-testid="first-run-skip" onClick={() => go('ready')}>
            {t('firstRun.skip')}
          </Button>
          <ActionButton
            testId="first-run-next"
            label={t('firstRun.product.save')}
            icon={<IconArrowRight size={18} aria-hidden="true" />}
            look="filled"
            size="md"
            reason={noProduct ?? noProfile ?? (problems.partIdentify ? t('settings.fixFirst') : null)}
            ask={async (client) => {
              await save(client, draft)
              go('ready')
            }}
          />
        </>
      }
    >
      {!draft.practiseUntilSet && draft.connections.length === 0 && (
        <p className={classes.note} data-testid="first-run-kit-hint">
          {t('firstRun.product.kitHint')}
        </p>
      )}
      <div className={classes.product}>
        <div className={classes.form}>
          <div className={classes.thirds}>
            <TextInput
              label={t('settings.productId')}
              value={draft.productId}
              maxLength={64}
              spellCheck={false}
              autoFocus
              data-testid="first-run-product"
              onChange={(event) => change({ productId: event.currentTarget.value })}
            />
            <Choice
              label={t('firstRun.product.part')}
              value={draft.partType}
              testId="first-run-part-type"
              options={[
                { value: 'wifi', label: t('part.wifi') },
                { value: 'mcu', label: t('part.mcu') },
                { value: 'subdevice', label: t('part.subdevice') },
              ]}
              onChange={(partType) => change({ partType })}
            />
            <TextInput
              label={t('settings.partIdentify')}
              value={draft.partIdentify}
              inputMode="numeric"
              maxLength={9}
              data-testid="first-run-part-identify"
              {...(problems.partIdentify ? { error: t(`problem.${problems.partIdentify}`) } : {})}
              onChange={(event) => change({ partIdentify: event.currentTarget.value })}
            />
          </div>
          <ProfileChoice profileId={draft.profileId} choose={(profileId) => change({ profileId })} />
        </div>
        <Ports />
      </div>
    </StepFrame>
  )
}

function ProfileChoice({ profileId, choose }: { profileId: string; choose: (profileId: string) => void }) {
  const { t } = useTexts()
  const profiles = useStation((state) => state.picture?.profiles) ?? []
  const [text, setText] = useState('')
  const found = profilesFor(profiles, text)
  return (
    <fieldset className={classes.profiles}>
      <legend>{t('firstRun.product.profile')}</legend>
      <TextInput
        aria-label={t('firstRun.product.search')}
        placeholder={t('firstRun.product.search')}
        leftSection={<IconSearch size={17} aria-hidden="true" />}
        value={text}
        maxLength={60}
        data-testid="first-run-profile-search"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.profileList}>
        {found.map((profile) => (
          <label key={profile.profileId}>
            <input
              type="radio"
              name="first-run-profile"
              checked={profile.profileId === profileId}
              data-testid="first-run-profile"
              data-profile={profile.profileId}
              onChange={() => choose(profile.profileId)}
            />
            <span>
              <b>{profile.name}</b> {profile.protocol}
            </span>
          </label>
        ))}
        {found.length === 0 && <p className={classes.hint}>{t('firstRun.product.noProfile', { text })}</p>}
      </div>
    </fieldset>
  )
}

function Ports() {
  const { t } = useTexts()
  const { ports, reload } = usePorts()
  return (
    <section className={classes.ports} data-testid="first-run-ports" data-count={ports?.length}>
      <h2>
        <IconUsb size={20} aria-hidden="true" /> {t('firstRun.product.ports')}
      </h2>
      {ports && ports.length > 0 && (
        <>
          <ul>
            {ports.map(({ address, hint }) => (
              <li key={address}>
                <b className="fl-mono">{address}</b> {hint}
              </li>
            ))}
          </ul>
          <p className={classes.hint}>{t('firstRun.product.portsHint')}</p>
        </>
      )}
      {ports?.length === 0 && <p className={classes.hint}>{t('firstRun.product.noPorts')}</p>}
      <ActionButton
        testId="first-run-look-again"
        label={t('firstRun.product.lookAgain')}
        icon={<IconRefresh size={17} aria-hidden="true" />}
        ask={reload}
      />
    </section>
  )
}
