import { useState } from 'react';
import { logIn } from '#shared/api/routes/access.ts';
import { ask, RequestFailure } from '../records/request.ts';
import { EntranceForm } from './EntranceForm.tsx';
import { Field } from './Field.tsx';

/** Address and password; then the code, where an authenticator is set up. */
export const LogIn = ({ done }: { readonly done: () => void }) => {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    try {
      await ask(logIn, { body: { email, password, ...(code === null ? {} : { code }) } });
      done();
    } catch (error) {
      // That one is needed is no failure: it is the next question.
      if (!(error instanceof RequestFailure) || error.code !== 'access.code_needed') throw error;
      setCode('');
    }
  };
  return (
    <EntranceForm title="Log in" act="Log in" send={send}>
      <Field label="E-mail address" type="email" autoComplete="username" value={email} focus change={setEmail} />
      <Field label="Password" type="password" autoComplete="current-password" value={password} change={setPassword} />
      {code !== null && (
        <Field
          label="Code"
          hint="The six digits of your authenticator, or a code of your recovery sheet."
          autoComplete="one-time-code"
          value={code}
          focus
          change={setCode}
        />
      )}
    </EntranceForm>
  );
};
