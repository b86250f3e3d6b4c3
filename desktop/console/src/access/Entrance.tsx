import { type ReactNode, useState } from 'react';
import type { AccessState } from '#shared/api/access.ts';
import { Claim, Join } from './Join.tsx';
import { LogIn } from './LogIn.tsx';
import { Recover } from './Recover.tsx';
import { RecoverySheet } from './RecoverySheet.tsx';

type Way = 'log-in' | 'join' | 'recover';
const WAYS: Readonly<Record<Way, string>> = {
  'log-in': 'Log in',
  join: 'I was invited',
  recover: 'I lost the password',
};

/** What whoever the box does not know sees: how to come in, and nothing of the shop but its name. */
export const Entrance = ({ state, look }: { readonly state: AccessState; readonly look: () => void }) => {
  const [way, setWay] = useState<Way>('log-in');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const others = (Object.keys(WAYS) as Way[]).filter((one) => one !== way);
  const form = (): ReactNode => {
    if (codes !== null) return <RecoverySheet codes={codes} done={look} />;
    if (!state.claimed) return <Claim done={setCodes} />;
    if (way === 'join') return <Join done={setCodes} />;
    return way === 'recover' ? <Recover done={() => setWay('log-in')} /> : <LogIn done={look} />;
  };
  return (
    <>
      <header className="header">
        <img className="mark" src="/flame.svg" alt="" width="32" height="32" />
        <div className="names">
          <h1>Pilotlight</h1>
          {state.shop !== '' && <p>{state.shop}</p>}
        </div>
      </header>
      <main className="entrance">
        {form()}
        {codes === null && state.claimed && (
          <p className="entrance-acts">
            {others.map((one) => (
              <button key={one} type="button" className="plain" onClick={() => setWay(one)}>
                {WAYS[one]}
              </button>
            ))}
          </p>
        )}
      </main>
    </>
  );
};
