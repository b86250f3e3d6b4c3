import { useId } from 'react';

/** A labelled line to type in. */
export const Field = ({
  label,
  hint,
  value,
  type = 'text',
  autoComplete,
  focus = false,
  change,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly autoComplete: string;
  readonly focus?: boolean;
  readonly change: (value: string) => void;
}) => {
  const id = useId();
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        required
        autoComplete={autoComplete}
        autoFocus={focus}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => change(event.target.value)}
      />
      {hint !== undefined && (
        <span className="quiet" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </p>
  );
};
