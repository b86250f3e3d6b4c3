import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { CallRecord } from '#shared/api/records.ts';

export interface Player {
  /** @param atMs place in the call, ms since answer */
  playFrom(atMs: number): void;
}

/** Plays both channels of a call. A place asked for in the address is where it stands when it opens. */
export const Recording = ({
  call,
  atMs,
  player,
}: {
  readonly call: CallRecord;
  readonly atMs: number | null;
  readonly player: React.Ref<Player>;
}) => {
  const audio = useRef<HTMLAudioElement>(null);
  const [broken, setBroken] = useState(false);
  useImperativeHandle(
    player,
    () => ({
      playFrom(place) {
        const shown = audio.current;
        if (shown === null) return;
        shown.currentTime = place / 1_000;
        shown.play().catch(() => setBroken(true));
      },
    }),
    [],
  );
  useEffect(() => {
    if (audio.current !== null && atMs !== null) audio.current.currentTime = atMs / 1_000;
  }, [atMs]);
  if (!call.hasRecording) return <p className="quiet">This call was not recorded.</p>;
  return (
    <>
      <audio
        ref={audio}
        controls
        preload="metadata"
        src={`/api/v1/calls/${encodeURIComponent(call.id)}/recording`}
        onError={() => setBroken(true)}
        aria-label="Recording, caller left, Pilotlight right"
      />
      {broken && <p className="failure">The recording cannot be played. It may have been moved or deleted.</p>}
    </>
  );
};
