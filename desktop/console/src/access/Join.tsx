import { useState } from 'react';
import { claimBox, joinBox } from '#shared/api/routes/access.ts';
import { ask } from '../records/request.ts';
import { EntranceForm } from './EntranceForm.tsx';
import { Field } from './Field.tsx';

const PASSWORD_HINT = 'At least 12 characters; a short sentence is a good one.';

/** The first log-in of a box: makes its owner. */
export const Claim = ({ done }: { readonly done: (recoveryCodes: readonly string[]) => void }) => {
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const send = async (): Promise<void> =>
    done((await ask(claimBox, { body: { code, name, email, password } })).recoveryCodes);
  return (
    <EntranceForm title="Claim this box" act="Claim it" send={send}>
      <p>
        Nobody owns this box yet. Run <code>pilot claim</code> on it for a code; whoever gives the code is the owner.
      </p>
      <Field label="Code" autoComplete="off" value={code} focus change={setCode} />
      <Field label="Your name" autoComplete="name" value={name} change={setName} />
      <Field label="E-mail address" type="email" autoComplete="username" value={email} change={setEmail} />
      <Field
        label="New password"
        hint={PASSWORD_HINT}
        type="password"
        autoComplete="new-password"
        value={password}
        change={setPassword}
      />
    </EntranceForm>
  );
};

/** Whoever was invited chooses a password. */
export const Join = ({ done }: { readonly done: (recoveryCodes: readonly string[]) => void }) => {
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const send = async (): Promise<void> => done((await ask(joinBox, { body: { code, password } })).recoveryCodes);
  return (
    <EntranceForm title="I was invited" act="Join" send={send}>
      <Field label="Code of the invitation" autoComplete="off" value={code} focus change={setCode} />
      <Field
        label="New password"
        hint={PASSWORD_HINT}
        type="password"
        autoComplete="new-password"
        value={password}
        change={setPassword}
      />
    </EntranceForm>
  );
};
