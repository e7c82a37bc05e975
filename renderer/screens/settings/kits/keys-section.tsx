// The key of this station, for others to trust, and the keys that it trusts. data-testid: kit-own-key, kit-copy-key,
// kit-key-row (data-key), kit-key-add, kit-key-text, kit-key-name, kit-key-save, kit-key-remove.
import { Button, TextInput } from '@mantine/core'
import { IconCopy, IconKey, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { CallError } from '../../../api/call-error.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { CallProblem } from '../../../components/call-problem.tsx'
import { useMay } from '../../../components/use-may.ts'
import { formatTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import classes from './kits.module.css'
import type { KitLists } from './use-kits.ts'

export function KeysSection({ keys, reload }: { keys: KitLists['keys']; reload: () => void }) {
  const { t, language } = useTexts()
  const mayTrust = useMay('kits', 'trust')
  const [adding, setAdding] = useState(false)
  const [copied, setCopied] = useState(false)
  const { own, trusted } = keys
  return (
    <Section title={t('kits.keys.title')} icon={<IconKey size={20} aria-hidden="true" />}>
      <div className={classes.form}>
        <div className={classes.own} data-testid="kit-own-key">
          <b>{t('kits.keys.own')}</b> <code>{own.fingerprint}</code>
          <code className={classes.key}>{own.publicKey}</code>
          <p className={classes.hint}>{t('kits.keys.ownHint')}</p>
          <Button
            variant="default"
            leftSection={<IconCopy size={17} aria-hidden="true" />}
            data-testid="kit-copy-key"
            onClick={() =>
              navigator.clipboard?.writeText(own.publicKey).then(
                () => setCopied(true),
                () => undefined,
              )
            }
          >
            {t(copied ? 'kits.keys.copied' : 'kits.keys.copy')}
          </Button>
        </div>
        <h3 className={classes.subhead}>{t('kits.keys.trusted')}</h3>
        {trusted.length === 0 && <p className={classes.hint}>{t('kits.keys.none')}</p>}
        <ul className={classes.keys}>
          {trusted.map(({ publicKey, fingerprint, name, addedBy, addedAt }) => (
            <li key={publicKey} data-testid="kit-key-row" data-key={publicKey}>
              <span>
                <b>{name}</b> <code>{fingerprint}</code>
                <span className={classes.quiet}>
                  {addedBy === ''
                    ? formatTime(addedAt, language)
                    : t('kits.keys.by', { by: addedBy, time: formatTime(addedAt, language) })}
                </span>
              </span>
              <ActionButton
                testId="kit-key-remove"
                label={t('kits.keys.remove', { name })}
                icon={<IconTrash size={17} aria-hidden="true" />}
                iconOnly
                needs="kits.distrust"
                ask={async (client) => {
                  await client.kits.distrust({ publicKey })
                  reload()
                }}
              />
            </li>
          ))}
        </ul>
        {mayTrust &&
          (adding ? (
            <AddKey
              close={() => {
                setAdding(false)
                reload()
              }}
            />
          ) : (
            <div className={classes.buttons}>
              <Button
                variant="default"
                leftSection={<IconPlus size={17} aria-hidden="true" />}
                data-testid="kit-key-add"
                onClick={() => setAdding(true)}
              >
                {t('kits.keys.add')}
              </Button>
            </div>
          ))}
      </div>
    </Section>
  )
}

function AddKey({ close }: { close: () => void }) {
  const { t } = useTexts()
  const [key, setKey] = useState('')
  const [name, setName] = useState('')
  const [failed, setFailed] = useState<CallError | null>(null)
  const isKey = /^[A-Za-z0-9_-]{43}$/.test(key.trim())
  const reason = !isKey ? t('kits.keys.keyWrong') : name.trim() === '' ? t('kits.form.noName') : null
  return (
    <>
      <TextInput
        label={t('kits.keys.keyLabel')}
        value={key}
        maxLength={100}
        autoFocus
        error={key !== '' && !isKey && t('kits.keys.keyWrong')}
        data-testid="kit-key-text"
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <TextInput
        label={t('kits.keys.nameLabel')}
        value={name}
        maxLength={60}
        data-testid="kit-key-name"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <CallProblem error={failed} />
      <div className={classes.buttons}>
        <ActionButton
          testId="kit-key-save"
          label={t('kits.keys.save')}
          icon={<IconKey size={17} aria-hidden="true" />}
          look="filled"
          reason={reason}
          onFailed={setFailed}
          ask={async (client) => {
            await client.kits.trust({ publicKey: key.trim(), name: name.trim() })
            close()
          }}
        />
        <Button variant="default" data-testid="kit-key-cancel" onClick={close}>
          {t('kits.keys.cancel')}
        </Button>
      </div>
    </>
  )
}
