// English sentences of what the clouds' own error codes mean. Syntax of the placeholders: error-texts.ts.
import type { ErrorText } from './error-texts.ts'

const wait = 'Wait a few minutes and try again.'
const provider = 'If it stays, the lead tells the provider of the cloud.'
const makers = 'If it stays, have support send the file of Settings, Diagnostics to the makers of Flashline.'

export const cloudCodeTextsEn = {
  // what was sent
  fieldInvalid: {
    title: 'The cloud does not accept a value[: {message}]',
    remedy: 'Lead: correct it in the task or in the connection, and send it again.',
  },
  fieldMissing: {
    title: 'The cloud misses a value[: {message}]',
    remedy: 'Lead: fill it in and send it again.',
  },
  addressInvalid: {
    title: 'An address in the task is not valid[: {message}]',
    remedy: 'Lead: correct the download address of the firmware in the task.',
  },
  partUnknown: {
    title: 'The cloud does not know this kind of part or firmware',
    remedy: 'Lead: choose Wi-Fi module, MCU or sub-device in the task and in the profile.',
  },
  orderUnknown: {
    title: 'The cloud cannot sort a list this way',
    remedy: `Sort by another column. ${makers}`,
  },
  changeUnknown: {
    title: 'The cloud does not know this change of a device list',
    remedy: 'Lead: choose to add, remove or replace devices.',
  },
  parameterMissing: {
    title: 'The cloud misses a parameter[: {message}]',
    remedy: `Lead: complete product, region and instance in the connection. ${makers}`,
  },
  parameterInvalid: {
    title: 'The cloud does not accept a parameter[: {message}]',
    remedy: `Lead: correct product, device, module and version in the question. ${makers}`,
  },
  pageInvalid: {
    title: 'The cloud does not have this page of its list',
    remedy: `Sync again: the list may have become shorter meanwhile. ${makers}`,
  },
  requestInvalid: {
    title: 'The cloud does not understand the request[: {message}]',
    remedy: `Lead: check address, suffix and extra query of the connection. ${makers}`,
  },
  requestTooLarge: {
    title: 'The request is larger than the cloud takes',
    remedy: 'Lead: name fewer devices at once.',
  },
  fileTooLarge: {
    title: 'The file is larger than the cloud takes',
    remedy: 'Lead: check that it is the right file, or have a smaller firmware made.',
  },
  timeUnreadable: {
    title: 'The cloud cannot read the time of the request',
    remedy: `Lead: check the date of this computer and the kind of cloud in the connection. ${makers}`,
  },

  // tasks and firmware
  taskUnknown: {
    title: 'The cloud has no such upgrade task',
    remedy: 'Lead: sync the tasks, and check product and corporation of the connection.',
  },
  taskNameExists: {
    title: 'A task of this name exists already in the product',
    remedy: 'Lead: give the task another name.',
  },
  fromVersionExists: {
    title: 'A task with the same part and start version exists already',
    remedy: 'Lead: change the task that exists, or stop and delete it first.',
  },
  taskStateConflict: {
    title: "The task's status does not allow this",
    remedy: 'Lead: sync the tasks, look at the status and take a step that it allows.',
  },
  taskNotApproved: {
    title: 'The task has not passed its review',
    remedy: 'Lead: submit it for review; it starts when its reviewer approves it.',
  },
  taskUnderReview: {
    title: 'The task is in review',
    remedy:
      'Wait until its reviewer has approved or rejected it. If it is urgent, the lead asks the reviewer.',
  },
  taskBusy: {
    title: 'A task that runs or is in review cannot be deleted',
    remedy: 'Lead: stop it, or wait for the end of the review, and delete it then.',
  },
  taskTagMismatch: {
    title: 'This is possible only with the other kind of task',
    remedy:
      'Lead: look whether it is formal or a test. Formal tasks are reviewed; test tasks are promoted and change their devices.',
  },
  scopeUnknown: {
    title: 'The cloud does not accept for which devices the task is',
    remedy: 'Lead: choose all devices, or name the devices of the task.',
  },
  scopeEmpty: {
    title: 'The task names no device',
    remedy: 'Lead: add devices to the task and start it then.',
  },
  notAuditor: {
    title: 'Only the reviewer named in the task may decide',
    remedy: 'Lead: have the named reviewer sign in and decide, with an account and not with an access key.',
  },
  ownReview: {
    title: 'Who submitted a task may not review it',
    remedy: 'Lead: have another member named as reviewer.',
  },
  firmwareUnknown: {
    title: 'The cloud has no such firmware',
    remedy: 'Lead: upload the firmware again, or correct the task.',
  },
  firmwareVersionExists: {
    title: 'A firmware with this version exists already',
    remedy: 'Lead: use the firmware that is there, or give the new one another version.',
  },
  firmwareInUse: {
    title: 'The firmware belongs to a task that runs',
    remedy: 'Lead: stop the task before the firmware is changed.',
  },

  // devices and products
  productUnknown: {
    title: 'The cloud has no such product',
    remedy:
      'Lead: check the product ID under Settings, Products, and that the connection is of its corporation.',
  },
  deviceUnknown: {
    title: 'The cloud does not know this device',
    remedy: 'Lead: have the device registered, or the device list corrected.',
  },
  deviceForbidden: {
    title: 'The account may not see this device, or there is no such device',
    remedy: 'Lead: check the device, and that it is bound to the account of this connection.',
  },
  deviceNotOfToken: {
    title: 'The token belongs to another device',
    remedy: 'Lead: use a connection whose account may speak for every device of the product.',
  },
  deviceOfOtherProduct: {
    title: 'Not all of these devices belong to the product',
    remedy: "Lead: take the other product's devices off the list.",
  },
  deviceNewest: {
    title: 'The device has the newest version already',
    remedy: 'There is nothing to do. If another version is wanted, the lead creates a task for it.',
  },
  deviceOffline: {
    title: 'The device is offline',
    remedy: 'Give the device power and network, then try again. If it stays offline, tell support.',
  },
  deviceUpgradeFailed: {
    title: 'The device reported that its upgrade failed',
    remedy:
      'Switch the device off and on and start the upgrade again. If it happens twice, put the device aside and tell the lead.',
  },
  deviceTimedOut: {
    title: 'The device did not answer the cloud in time',
    remedy: 'Check power and network of the device, then try again. If it happens twice, tell support.',
  },

  // who asks
  passwordWrong: {
    title: 'The password is wrong',
    remedy: 'Lead: enter the password of this connection again under Settings, Clouds.',
  },
  accountLocked: {
    title: 'The account is locked for a moment: too many wrong passwords',
    remedy: 'Lead: wait a minute and enter the right password under Settings, Clouds.',
  },
  refreshTokenWrong: {
    title: 'The cloud did not prolong the session',
    remedy: 'The station signs in anew by itself. Lead: if that fails, enter the account again.',
  },
  accessKeyUnknown: {
    title: 'The cloud does not know this access key',
    remedy: "Lead: copy the key from the cloud's console into the connection again.",
  },
  accessKeyDisabled: {
    title: 'The access key is disabled',
    remedy: "Lead: enable the key in the cloud's console, or enter another one.",
  },
  accessKeyWrong: {
    title: 'The access key and its secret do not belong together',
    remedy: 'Lead: enter the secret of the key again under Settings, Clouds.',
  },
  authorizeCodeWrong: {
    title: "The device's authorize code is wrong",
    remedy: 'Lead: enter the code of this device again under Settings, Clouds.',
  },
  tokenNeeded: {
    title: 'The cloud wants an access token',
    remedy: 'Lead: enter account or token of this connection under Settings, Clouds.',
  },
  tokenInvalid: {
    title: 'The access token is not valid',
    remedy: 'Lead: enter a valid token or the account under Settings, Clouds.',
  },
  tokenExpired: {
    title: 'The access token has expired',
    remedy: 'Lead: enter a new token, or an account that the station can sign in with.',
  },
  tokenReplaced: {
    title: 'The access token was replaced by a newer one',
    remedy: 'Lead: another program uses the same session; give the station its own account or token.',
  },
  sessionEnded: {
    title: "The user's session is missing or has ended",
    remedy: 'Lead: enter a new iotToken under Settings, Clouds.',
  },
  identityMissing: {
    title: 'The session is no longer bound to a user',
    remedy: 'Lead: the same account signed in elsewhere; enter a new iotToken under Settings, Clouds.',
  },
  forbidden: {
    title: 'The account may not do this',
    remedy: 'Lead: have the account given the right, or use another connection.',
  },
  corpNeeded: {
    title: "This needs the account of a corporation's member, or an access key",
    remedy: 'Lead: choose corporation account or access key in the connection.',
  },
  corpDiffers: {
    title: 'The token is of another corporation',
    remedy: 'Lead: correct corporation or account of the connection.',
  },
  adminNeeded: {
    title: 'This needs an administrator of the corporation',
    remedy:
      'Lead: have an administrator of the corporation do it, or give the account of this connection the role.',
  },
  rightTooLow: {
    title: "The member's rights are too low for this",
    remedy: 'Lead: have an administrator give the member the right, or a member who has it do it.',
  },
  memberUnknown: {
    title: 'The corporation has no such member',
    remedy: 'Lead: check the ID of the reviewer.',
  },
  appKeyUnknown: {
    title: 'The gateway does not know the app key',
    remedy: "Lead: copy app key and secret from the cloud's console into the connection again.",
  },
  appNotAuthorised: {
    title: 'The app is not, or no longer, authorised for this call',
    remedy: "Lead: have the call opened for the app in the cloud's console.",
  },
  signatureMissing: {
    title: 'The gateway found no signature',
    remedy: 'Lead: check that no proxy takes headers away.',
  },
  signatureWrong: {
    title: 'The signature does not match',
    remedy: 'Lead: enter key and secret again; they must belong together, without blanks around them.',
  },
  bodyAltered: {
    title: 'The request was changed on its way',
    remedy: 'Lead: check that no proxy changes what is sent.',
  },
  clockOff: {
    title: "The clock of this computer does not agree with the cloud's[ (apart: {skewMs})]",
    remedy: 'Lead: set the date and time of this computer, then try again.',
  },
  nonceUsed: {
    title: 'The cloud has seen this request before',
    remedy: 'Try again. Lead: if it stays, check that no proxy sends requests twice.',
  },

  // the cloud itself
  callUnknown: {
    title: 'The cloud has no such call',
    remedy: 'Lead: check address and suffix of the connection, and which kind of cloud it is.',
  },
  hostUnknown: {
    title: 'The gateway does not serve this address',
    remedy: 'Lead: correct the address of the connection: each region has its own.',
  },
  hostBlocked: {
    title: "The cloud's address is blocked",
    remedy: 'Lead: ask the provider of the cloud.',
  },
  schemeUnsupported: {
    title: 'The gateway does not serve this call over http or https',
    remedy: 'Lead: change http to https, or the reverse, in the address of the connection.',
  },
  stageUnknown: {
    title: 'The gateway does not know this stage',
    remedy: 'Lead: choose RELEASE, PRE or TEST in the connection, as the call was published.',
  },
  networkRefused: {
    title: 'The gateway does not take calls from this network',
    remedy: "Lead: have this network's address allowed in the cloud's console.",
  },
  quotaUsed: {
    title: 'The calls that were bought are used up',
    remedy: "Lead: buy calls in the cloud's console.",
  },
  subscriptionEnded: {
    title: "The cloud's subscription has ended or is not paid",
    remedy: 'Lead: have it renewed.',
  },
  gatewayMisconfigured: {
    title: 'The gateway of the cloud is set up wrongly',
    remedy: 'Lead: ask the provider of the cloud.',
  },
  throttled: {
    title: 'The cloud asks to wait: too many requests',
    remedy: 'Wait[ {retryAfterMs}] and try again. If it stays, the lead lets fewer programs ask this cloud.',
  },
  backendFailed: {
    title: "The cloud's gateway got no answer from the service behind it",
    remedy: `${wait} ${provider}`,
  },
  serviceUnavailable: {
    title: 'The cloud is not available at the moment',
    remedy: `${wait} ${provider}`,
  },
  serverFault: {
    title: 'The cloud has a problem of its own',
    remedy: `${wait} ${provider}`,
  },
} satisfies Record<string, ErrorText>
