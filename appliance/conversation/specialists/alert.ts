import { say, type Draft } from '../decide/draft.ts';

/** The on-call person is spoken of once, and only when the alert is stored. */
export const tellAlert = (draft: Draft): void => {
  const { asks, records } = draft.state;
  if (records.alert === null || asks['alert_told'] !== undefined) return;
  asks['alert_told'] = 1;
  say(draft, 'on_call_told');
};
