/**
 * RTCP sender and receiver reports with a CNAME, RFC 3550 sections 6.4 and 6.5. Enough for a peer to measure the line, and for
 * us to learn what it hears.
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |V=2|P|    RC   |  PT=200, 201  |   length in words - 1         |
 *   |                         SSRC of sender                        |
 *   |  SR only: NTP time (2 words), RTP time, packets, octets       |
 *   +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *   |  a report block: SSRC_n | fraction lost, lost (24) | highest  |
 *   |  sequence | jitter | last SR (LSR) | delay since it (DLSR)    |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
export interface ReportBlock {
  readonly ssrc: number;
  /** 0..255: part of 256 lost since the report before. */
  readonly fractionLost: number;
  readonly lost: number;
  readonly highestSequence: number;
  readonly jitter: number;
  /** Middle 32 bits of the NTP time of the last SR from that source; 0 when none came. */
  readonly lastSr: number;
  /** In 1/65536 s. */
  readonly delaySinceLastSr: number;
}

export interface SenderInfo {
  /** Epoch ms. */
  readonly at: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly octets: number;
}

export interface RtcpReport {
  readonly ssrc: number;
  readonly sender: SenderInfo | null;
  readonly block: ReportBlock | null;
}

const SR = 200;
const RR = 201;
const SDES = 202;
const BYE = 203;
const NTP_EPOCH_SECONDS = 2_208_988_800;

/** Middle 32 bits of the NTP timestamp of an instant (epoch ms). */
export const middleNtp = (at: number): number => {
  const seconds = Math.floor(at / 1000) + NTP_EPOCH_SECONDS;
  return (((seconds & 0xffff) << 16) | Math.floor(((at % 1000) / 1000) * 65_536)) >>> 0;
};

const header = (out: Buffer, at: number, count: number, type: number, bytes: number): void => {
  out[at] = 0x80 | count;
  out[at + 1] = type;
  out.writeUInt16BE(bytes / 4 - 1, at + 2);
};

const describe = (ssrc: number, cname: string): Buffer => {
  const name = Buffer.from(cname);
  // The item list ends with at least one zero octet and is padded to a word (section 6.5).
  const out = Buffer.alloc(Math.ceil((10 + name.length + 1) / 4) * 4);
  header(out, 0, 1, SDES, out.length);
  out.writeUInt32BE(ssrc >>> 0, 4);
  out[8] = 1;
  out[9] = name.length;
  name.copy(out, 10);
  return out;
};

/** A compound packet: SR (or RR when nothing was sent), SDES with the CNAME, and BYE when leaving. */
export const serializeReport = (report: RtcpReport, cname: string, leaving: boolean): Buffer => {
  const { ssrc, sender, block } = report;
  const head = Buffer.alloc(8 + (sender ? 20 : 0) + (block ? 24 : 0));
  header(head, 0, block ? 1 : 0, sender ? SR : RR, head.length);
  head.writeUInt32BE(ssrc >>> 0, 4);
  let at = 8;
  if (sender) {
    head.writeUInt32BE((Math.floor(sender.at / 1000) + NTP_EPOCH_SECONDS) >>> 0, 8);
    head.writeUInt32BE(Math.floor(((sender.at % 1000) / 1000) * 2 ** 32) >>> 0, 12);
    head.writeUInt32BE(sender.timestamp >>> 0, 16);
    head.writeUInt32BE(sender.packets >>> 0, 20);
    head.writeUInt32BE(sender.octets >>> 0, 24);
    at = 28;
  }
  if (block) {
    head.writeUInt32BE(block.ssrc >>> 0, at);
    head.writeUInt32BE(
      (((block.fractionLost & 0xff) << 24) | (Math.max(-0x80_0000, Math.min(0x7f_ffff, block.lost)) & 0xff_ffff)) >>> 0,
      at + 4,
    );
    head.writeUInt32BE(block.highestSequence >>> 0, at + 8);
    head.writeUInt32BE(block.jitter >>> 0, at + 12);
    head.writeUInt32BE(block.lastSr >>> 0, at + 16);
    head.writeUInt32BE(block.delaySinceLastSr >>> 0, at + 20);
  }
  const parts = [head, describe(ssrc, cname)];
  if (leaving) {
    const bye = Buffer.alloc(8);
    header(bye, 0, 1, BYE, 8);
    bye.writeUInt32BE(ssrc >>> 0, 4);
    parts.push(bye);
  }
  return Buffer.concat(parts);
};

export interface RtcpHeard {
  readonly report: {
    readonly ssrc: number;
    readonly sender: SenderInfo | null;
    /** One for each stream that the peer hears, in a compound of one or more reports. */
    readonly blocks: readonly ReportBlock[];
  } | null;
  /** Middle 32 bits of the sender report's NTP time, for our next report block. */
  readonly lastSr: number | null;
  readonly bye: boolean;
}

/** Reads a compound packet; null when it is none (RFC 3550 A.2). Unknown packet types are stepped over. */
export const parseRtcp = (datagram: Uint8Array): RtcpHeard | null => {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.length);
  const reports: NonNullable<RtcpHeard['report']>[] = [];
  let lastSr: number | null = null;
  let bye = false;
  for (let at = 0; at < datagram.length; ) {
    if (datagram.length - at < 4 || view.getUint8(at) >> 6 !== 2) return null;
    const end = at + 4 * (view.getUint16(at + 2) + 1);
    if (end > datagram.length) return null;
    const type = view.getUint8(at + 1);
    if (at === 0 && type !== SR && type !== RR) return null;
    const blockAt = at + (type === SR ? 28 : 8);
    if ((type === SR || type === RR) && end >= blockAt) {
      if (type === SR) lastSr = ((view.getUint16(at + 10) << 16) | view.getUint16(at + 12)) >>> 0;
      reports.push({
        ssrc: view.getUint32(at + 4),
        sender: type === SR ? readSender(view, at) : null,
        blocks: readBlocks(view, blockAt, end, view.getUint8(at) & 0x1f),
      });
    }
    bye ||= type === BYE;
    at = end;
  }
  const [first] = reports;
  const report = first ? { ...first, blocks: reports.flatMap(({ blocks }) => blocks) } : null;
  return { report, lastSr, bye };
};

const BLOCK_BYTES = 24;

const readBlocks = (view: DataView, from: number, end: number, count: number): ReportBlock[] => {
  const whole = Math.min(count, Math.floor((end - from) / BLOCK_BYTES));
  return Array.from({ length: whole }, (_, i) => readBlock(view, from + i * BLOCK_BYTES));
};

const readSender = (view: DataView, at: number): SenderInfo => ({
  at: (view.getUint32(at + 8) - NTP_EPOCH_SECONDS) * 1000 + Math.round((view.getUint32(at + 12) / 2 ** 32) * 1000),
  timestamp: view.getUint32(at + 16),
  packets: view.getUint32(at + 20),
  octets: view.getUint32(at + 24),
});

const readBlock = (view: DataView, at: number): ReportBlock => ({
  ssrc: view.getUint32(at),
  fractionLost: view.getUint8(at + 4),
  lost: (view.getUint32(at + 4) << 8) >> 8,
  highestSequence: view.getUint32(at + 8),
  jitter: view.getUint32(at + 12),
  lastSr: view.getUint32(at + 16),
  delaySinceLastSr: view.getUint32(at + 20),
});
