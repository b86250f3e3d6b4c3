import { logOut } from '#shared/api/routes/access.ts';
import { ask } from '../records/request.ts';

/** Ends the session of this browser. */
export const LogOut = ({ left }: { readonly left: () => void }) => (
  <button
    type="button"
    onClick={() => {
      ask(logOut, {}).then(left, left);
    }}
  >
    Log out
  </button>
);
