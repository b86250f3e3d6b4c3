import { useLayoutEffect, useRef } from 'react';
import type { Utterance } from '#shared/api/feed.ts';
import { formatElapsed } from '../format/instants.ts';

const WHO = { caller: 'Caller', us: 'Pilotlight' } as const;

/** How near to its end a transcript must stand to be kept there, px. */
const NEAR_END = 80;

/**
 * What was said, as it is spoken. Settled words are a log that a screen reader tells politely; words still in the making
 * are drawn grey and told only once they stand. Follows the end unless somebody scrolled back to read.
 */
export const Transcript = ({
  utterances,
  label,
}: {
  readonly utterances: readonly Utterance[];
  readonly label: string;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const follow = useRef(true);
  useLayoutEffect(() => {
    const shown = box.current;
    if (shown !== null && follow.current) shown.scrollTop = shown.scrollHeight;
  }, [utterances]);
  return (
    <div
      className="transcript"
      ref={box}
      role="log"
      aria-label={label}
      tabIndex={0}
      onScroll={({ currentTarget: shown }) => {
        follow.current = shown.scrollHeight - shown.scrollTop - shown.clientHeight < NEAR_END;
      }}
    >
      {utterances.length === 0 && <p className="quiet">Nothing said yet.</p>}
      {utterances.map((said) => (
        <div
          key={`${said.id}:${said.partial ? 'partial' : 'final'}`}
          className={`said said-${said.who}${said.partial ? ' partial' : ''}`}
          aria-hidden={said.partial}
        >
          <p className="who">
            {WHO[said.who]} {!said.partial && <span className="at">{formatElapsed(said.atMs)}</span>}
          </p>
          <p className="words">{said.text === '' ? '…' : said.text}</p>
        </div>
      ))}
    </div>
  );
};
