import MailComposer from 'nodemailer/lib/mail-composer';
import type { Letter } from '#shared/mail.ts';

/** One line without control characters: a name or problem told on the phone can never start a header of its own. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();

/** The Message-ID of a letter: the same letter always has the same one (RFC 5322 section 3.6.4). */
export const messageIdOf = (letter: Letter, from: string): string =>
  `<${letter.id}@${/@([A-Za-z0-9.-]+)/u.exec(from)?.[1] ?? 'localhost'}>`;

/** The letter as MIME octets. Files and addresses are never read on a message's word. */
export const composeMessage = (letter: Letter, from: string, date: Date): Promise<Buffer> =>
  new MailComposer({
    from,
    to: letter.to,
    subject: oneLine(letter.subject).slice(0, 200),
    text: letter.text,
    messageId: messageIdOf(letter, from),
    date,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
