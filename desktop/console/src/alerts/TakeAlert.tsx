import { type FormEvent, useId, useState } from 'react';
import type { AlertRecord } from '#shared/api/alerts.ts';
import { acknowledgeAlert } from '#shared/api/routes/alerts.ts';
import { ask, RequestFailure } from '../records/request.ts';
import { titleOf } from './words.ts';

/** Where this browser keeps the name last given. */
const NAME = 'pilotlight.who';

const knownName = (): string => {
  try {
    return window.localStorage.getItem(NAME) ?? '';
  } catch {
    return '';
  }
};

const keepName = (name: string): void => {
  try {
    window.localStorage.setItem(NAME, name);
  } catch {
    // A browser that keeps nothing asks again.
  }
};

/** Somebody takes the emergency, by name: nobody further is told. */
export const TakeAlert = ({
  alert,
  tell,
}: {
  readonly alert: AlertRecord;
  readonly tell: (failure: RequestFailure | null) => void;
}) => {
  const [who, setWho] = useState(knownName);
  const [busy, setBusy] = useState(false);
  const nameId = useId();
  const take = (event: FormEvent): void => {
    event.preventDefault();
    const name = who.trim();
    if (name === '') return;
    keepName(name);
    setBusy(true);
    ask(acknowledgeAlert, { params: { id: alert.id }, body: { who: name } })
      .then(() => tell(null))
      .catch((error: unknown) => {
        if (error instanceof RequestFailure) tell(error);
      })
      .finally(() => setBusy(false));
  };
  return (
    <form className="take" onSubmit={take}>
      <label htmlFor={nameId}>Your name</label>
      <input
        id={nameId}
        value={who}
        maxLength={60}
        required
        autoComplete="name"
        onChange={(event) => setWho(event.target.value)}
      />
      <button
        type="submit"
        className="primary"
        disabled={busy || who.trim() === ''}
        aria-label={`I take it: ${titleOf(alert)}`}
      >
        I take it
      </button>
      <p className="quiet">Then nobody further is told.</p>
    </form>
  );
};
