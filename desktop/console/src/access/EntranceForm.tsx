import { type FormEvent, type ReactNode, useState } from 'react';
import { RequestFailure } from '../records/request.ts';

/** A form that asks the box for something, and says what kept it from that. */
export const EntranceForm = ({
  title,
  act,
  send,
  children,
}: {
  readonly title: string;
  /** What its button says. */
  readonly act: string;
  readonly send: () => Promise<void>;
  readonly children: ReactNode;
}) => {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    send()
      .catch((error: unknown) => {
        if (!(error instanceof RequestFailure)) throw error;
        setFailure(error);
      })
      .finally(() => setBusy(false));
  };
  return (
    <form className="entrance-form" onSubmit={submit} aria-labelledby="entrance-title">
      <h2 id="entrance-title">{title}</h2>
      {children}
      <p className="failure" role="alert">
        {failure !== null && `${failure.message} ${failure.fix}`}
      </p>
      <button type="submit" className="primary" disabled={busy}>
        {act}
      </button>
    </form>
  );
};
