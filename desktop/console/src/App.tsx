import { Entrance } from './access/Entrance.tsx';
import { useAccess } from './access/use-access.ts';
import { Office } from './Office.tsx';

/** The console: for who the box knows the office, for anybody else the way in. */
export const App = () => {
  const { state, look } = useAccess();
  if (state === null)
    return (
      <main className="board">
        <p className="quiet">Waiting for the box …</p>
      </main>
    );
  return state.in ? <Office look={look} /> : <Entrance state={state} look={look} />;
};
