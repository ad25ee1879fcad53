/** What tests of the built-in IM say over and over: messages as its SDK makes them, polls of groups. */
import type { RtcRoomClient } from './rtcroom-client.ts';
import type { Answer, Pending, Weapp } from './weapp.ts';

export const GROUP_POLL = '/weapp/im/v1/group_open_long_polling_http_noauth_svc/get_msg';
export const NOTICE = { ReportType: 255, UserDefinedField: '{"cmd":"notifyPusherChange","data":""}' };

export const elem = (text: string): object => ({ MsgType: 'TIMTextElem', MsgContent: { Text: text } });

export const custom = (data: string): object => ({
  MsgType: 'TIMCustomElem',
  MsgContent: { Data: data, Desc: '', Ext: '' },
});

/** Joins the group; the key to poll it with. */
export const joinKey = async (client: RtcRoomClient, GroupId: string): Promise<string> =>
  String((await client.im('v4/group_open_http_svc/apply_join_group', { GroupId }))['LongPollingKey']);

export const pollGroup = (weapp: Weapp, Key: unknown, StartSeq: unknown, HoldTime: unknown = 90): Pending =>
  weapp.send(GROUP_POLL, '', { StartSeq, HoldTime, Key });

export const messagesOf = (answer: Answer): Readonly<Record<string, unknown>>[] =>
  answer['RspMsgList'] as Readonly<Record<string, unknown>>[];
