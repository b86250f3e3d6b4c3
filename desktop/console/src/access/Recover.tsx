import { useState } from 'react';
import { recoverAccess } from '#shared/api/routes/access.ts';
import { ask } from '../records/request.ts';
import { EntranceForm } from './EntranceForm.tsx';
import { Field } from './Field.tsx';

/** A new password for who has the recovery sheet. */
export const Recover = ({ done }: { readonly done: () => void }) => {
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const send = async (): Promise<void> => {
    await ask(recoverAccess, { body: { email, code, password } });
    done();
  };
  return (
    <EntranceForm title="I lost the password" act="Set the new password" send={send}>
      <Field label="E-mail address" type="email" autoComplete="username" value={email} focus change={setEmail} />
      <Field
        label="A code of the recovery sheet"
        hint="Each is good once; cross it out afterwards."
        autoComplete="off"
        value={code}
        change={setCode}
      />
      <Field label="New password" type="password" autoComplete="new-password" value={password} change={setPassword} />
    </EntranceForm>
  );
};
