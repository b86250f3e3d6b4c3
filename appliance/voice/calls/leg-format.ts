import type { LegFormat } from '../media/messages.ts';
import type { NegotiatedMedia } from '../sip/session/media.ts';

/** What SIP agreed on, as the media leg takes it. */
export const legFormat = (media: NegotiatedMedia): LegFormat => ({
  remoteHost: media.remoteHost,
  remotePort: media.remotePort,
  codec: media.codec === 'pcma' ? 'PCMA' : 'PCMU',
  payloadType: media.payloadType,
  dtmfPayloadType: media.dtmfPayloadType,
  ptime: media.ptime,
});
