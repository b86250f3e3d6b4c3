import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import { pathOf } from '#shared/api/asked.ts';
import type { CallRecord } from '#shared/api/records.ts';
import { getRecording } from '#shared/api/routes/records.ts';

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
  const failure = call.recordingFailure !== null && (
    <p className="failure">
      {call.hasRecording ? 'The recording broke off' : 'This call could not be recorded'}: {call.recordingFailure}. Free
      space on the disk of the data folder, or let the box write there.
    </p>
  );
  if (call.recordingRefused)
    return <p className="quiet">The caller wanted no recording. What was recorded until then was deleted.</p>;
  if (!call.hasRecording) return failure || <p className="quiet">This call was not recorded.</p>;
  return (
    <>
      {failure}
      <audio
        ref={audio}
        controls
        preload="metadata"
        src={pathOf(getRecording, { params: { id: call.id } })}
        onError={() => setBroken(true)}
        aria-label="Recording, caller left, Pilotlight right"
      />
      {broken && <p className="failure">The recording cannot be played. It may have been moved or deleted.</p>}
    </>
  );
};
