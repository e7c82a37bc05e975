// The fields that each kind of cloud has of its own.
// data-testid: connection-credential, connection-numericStrings, connection-stage, connection-dialect, and those of connection-text.tsx.
import { Switch } from '@mantine/core'
import { useTexts } from '../../../text/i18n.ts'
import { Choice } from '../choice.tsx'
import { type ConnectionFieldsProps, ConnectionText } from './connection-text.tsx'
import classes from './connections.module.css'

export function KindFields(props: ConnectionFieldsProps) {
  switch (props.draft.kind) {
    case 'xlink':
      return <XlinkFields {...props} />
    case 'living':
      return <LivingFields {...props} />
    case 'iot-rpc':
      return <IotRpcFields {...props} />
  }
}

const credentialKinds = ['token', 'corpAccount', 'accessKey', 'device'] as const

function XlinkFields(props: ConnectionFieldsProps) {
  const { t } = useTexts()
  const { draft, change } = props
  return (
    <>
      <ConnectionText {...props} field="corpId" />
      <Choice
        label={t('connections.credential')}
        value={draft.credentialKind}
        testId="connection-credential"
        options={credentialKinds.map((value) => ({ value, label: t(`connections.credentialKind.${value}`) }))}
        onChange={(credentialKind) => change({ credentialKind })}
      />
      {draft.credentialKind === 'corpAccount' && <ConnectionText {...props} field="account" />}
      {draft.credentialKind === 'accessKey' && <ConnectionText {...props} field="accessKeyId" />}
      {draft.credentialKind === 'device' && (
        <>
          <ConnectionText {...props} field="loginProductId" />
          <ConnectionText {...props} field="loginMac" />
        </>
      )}
      <Switch
        label={t('connections.numericStrings')}
        description={t('connections.numericStringsHint')}
        checked={draft.numericStrings}
        className={classes.wide ?? ''}
        data-testid="connection-numericStrings"
        onChange={(event) => change({ numericStrings: event.currentTarget.checked })}
      />
    </>
  )
}

const stages = ['RELEASE', 'PRE', 'TEST'] as const

function LivingFields(props: ConnectionFieldsProps) {
  const { t } = useTexts()
  const { draft, change } = props
  return (
    <>
      <ConnectionText {...props} field="appKey" />
      <Choice
        label={t('connections.stage')}
        value={draft.stage}
        testId="connection-stage"
        options={stages.map((value) => ({ value, label: value }))}
        onChange={(stage) => change({ stage })}
      />
    </>
  )
}

const dialects = ['tuya', 'aliyun-iot'] as const

function IotRpcFields(props: ConnectionFieldsProps) {
  const { t } = useTexts()
  const { draft, change } = props
  return (
    <>
      <ConnectionText {...props} field="accessKeyId" />
      <Choice
        label={t('connections.dialect')}
        value={draft.dialect}
        testId="connection-dialect"
        options={dialects.map((value) => ({ value, label: t(`connections.dialectKind.${value}`) }))}
        onChange={(dialect) => change({ dialect })}
      />
      <ConnectionText {...props} field="regionId" />
      <ConnectionText {...props} field="iotInstanceId" placeholder={t('connections.optional')} />
    </>
  )
}
